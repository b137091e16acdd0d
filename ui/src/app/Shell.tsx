// SPDX-License-Identifier: MPL-2.0
import MenuIcon from '@mui/icons-material/Menu';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import LinearProgress from '@mui/material/LinearProgress';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Toolbar from '@mui/material/Toolbar';
import { useEffect, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigation } from 'react-router';
import { LiveIndicator } from './LiveIndicator';
import { Navigation } from './Navigation';
import { Notices } from './Notices';
import { Shortcuts } from './Shortcuts';
import { ShutoffBanner } from './ShutoffBanner';
import { useConfig } from './session';
import { ThemeSwitch } from './ThemeSwitch';
import { UserMenu } from './UserMenu';
import { useBrowserNotifications } from './useBrowserNotifications';
import { useLive } from './useLive';
import { useLiveChanges } from './useLiveChanges';

const WIDTH = 232;

/** What is around every view: where one can go, where this is, who is looking, and what is shut off. */
export function Shell() {
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const main = useRef<HTMLElement>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  useLive();
  useLiveChanges();
  useBrowserNotifications();

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new view begins at its top, with the menu out of the way
  useEffect(() => {
    setMenuOpen(false);
    window.scrollTo(0, 0);
  }, [pathname]);

  return (
    <Box sx={{ display: 'flex', minHeight: '100vh' }}>
      <Link
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
        sx={{
          position: 'absolute',
          zIndex: 'tooltip',
          bgcolor: 'background.paper',
          p: 1,
          top: -60,
          '&:focus': { top: 8, left: 8 },
        }}
      >
        Skip to the content
      </Link>
      <Box
        component="nav"
        aria-label="Views"
        sx={{
          display: { xs: 'none', md: 'block' },
          width: WIDTH,
          flexShrink: 0,
          borderRight: 1,
          borderColor: 'divider',
          bgcolor: 'background.paper',
        }}
      >
        <Box sx={{ position: 'sticky', top: 0 }}>
          <Navigation />
        </Box>
      </Box>
      <Drawer open={menuOpen} onClose={() => setMenuOpen(false)} sx={{ display: { md: 'none' } }}>
        <Box component="nav" aria-label="Views" sx={{ width: WIDTH }}>
          <Navigation />
        </Box>
      </Drawer>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box
          component="header"
          sx={{
            position: 'sticky',
            top: 0,
            zIndex: 'appBar',
            bgcolor: 'background.paper',
            borderBottom: 1,
            borderColor: 'divider',
          }}
        >
          <Toolbar variant="dense" sx={{ gap: 1, px: { xs: 1.5, md: 3 } }}>
            <IconButton
              aria-label="Open the menu"
              edge="start"
              onClick={() => setMenuOpen(true)}
              sx={{ display: { md: 'none' } }}
            >
              <MenuIcon />
            </IconButton>
            <Environment />
            <Box sx={{ flex: 1 }} />
            <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center' }}>
              <LiveIndicator />
              <Shortcuts />
              <ThemeSwitch />
              <UserMenu />
            </Stack>
          </Toolbar>
          <ShutoffBanner />
          <Box sx={{ height: 2, mb: '-2px' }}>
            {navigation.state !== 'idle' && (
              <LinearProgress aria-label="Loading the view" sx={{ height: 2 }} />
            )}
          </Box>
        </Box>
        <Box component="main" id="main" ref={main} tabIndex={-1} sx={{ outline: 'none' }}>
          <Outlet />
        </Box>
      </Box>
      <Notices />
    </Box>
  );
}

/** Nobody should take one environment for another. */
function Environment() {
  const { environment } = useConfig();
  const color = /prod/i.test(environment) ? 'error' : /stag/i.test(environment) ? 'warning' : 'info';
  return <Chip label={environment} color={color} variant="outlined" />;
}

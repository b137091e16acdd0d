// SPDX-License-Identifier: MPL-2.0

import RuleIcon from '@mui/icons-material/AltRouteOutlined';
import ExpectationIcon from '@mui/icons-material/FactCheckOutlined';
import UserIcon from '@mui/icons-material/GroupOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import ReleaseIcon from '@mui/icons-material/Inventory2Outlined';
import ChangeSetIcon from '@mui/icons-material/LibraryAddCheckOutlined';
import NotificationIcon from '@mui/icons-material/NotificationsOutlined';
import ShutoffIcon from '@mui/icons-material/PowerSettingsNewOutlined';
import PinIcon from '@mui/icons-material/PushPinOutlined';
import TrafficIcon from '@mui/icons-material/ShowChartOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import ExplainIcon from '@mui/icons-material/TravelExploreOutlined';
import SignoffIcon from '@mui/icons-material/VerifiedUserOutlined';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import List from '@mui/material/List';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { NavLink } from 'react-router';
import { useConfig } from './session';

/** All views, each with its key after “g”. */
export const VIEWS = [
  { to: '/', label: 'Overview', key: 'o', Icon: DashboardIcon },
  { to: '/rules', label: 'Rules', key: 'r', Icon: RuleIcon },
  { to: '/releases', label: 'Releases', key: 'l', Icon: ReleaseIcon },
  { to: '/shutoffs', label: 'Emergency shutoff', key: 's', Icon: ShutoffIcon },
  { to: '/explain', label: 'Explain an update', key: 'e', Icon: ExplainIcon },
  { to: '/change-sets', label: 'Change sets', key: 'c', Icon: ChangeSetIcon },
  { to: '/expectations', label: 'Expectations', key: 'x', Icon: ExpectationIcon },
  { to: '/traffic', label: 'Traffic', key: 't', Icon: TrafficIcon },
  { to: '/pins', label: 'Pins', key: 'p', Icon: PinIcon },
  { to: '/users', label: 'Users', key: 'u', Icon: UserIcon },
  { to: '/required-signoffs', label: 'Required signoffs', key: 'q', Icon: SignoffIcon },
  { to: '/history', label: 'History', key: 'h', Icon: HistoryIcon },
  { to: '/notifications', label: 'Notifications', key: 'n', Icon: NotificationIcon },
] as const;

export function Navigation() {
  const { version } = useConfig();
  return (
    <Stack sx={{ height: '100vh' }}>
      <Stack direction="row" sx={{ px: 2.5, height: 48, gap: 1.25, alignItems: 'center' }}>
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={24} height={24} />
        <Typography component="span" sx={{ fontWeight: 680, fontSize: 16, letterSpacing: '-0.02em' }}>
          Balrog
        </Typography>
      </Stack>
      <List sx={{ px: 1.25 }}>
        {VIEWS.map(({ to, label, Icon }) => (
          <li key={to}>
            <ListItemButton
              component={NavLink}
              to={to}
              end={to === '/'}
              sx={{
                borderRadius: 1.5,
                py: 0.5,
                my: 0.25,
                color: 'text.secondary',
                '&.active': {
                  bgcolor: 'action.selected',
                  color: 'text.primary',
                  '& .MuiListItemIcon-root': { color: 'primary.main' },
                },
              }}
            >
              <ListItemIcon sx={{ minWidth: 34, color: 'inherit' }}>
                <Icon fontSize="small" />
              </ListItemIcon>
              <ListItemText
                primary={label}
                slotProps={{ primary: { sx: { fontSize: 14, fontWeight: 520 } } }}
              />
            </ListItemButton>
          </li>
        ))}
      </List>
      <Box sx={{ flex: 1 }} />
      <Typography variant="caption" sx={{ px: 2.5, py: 1.5, color: 'text.secondary' }}>
        <Link component={NavLink} to="/help" color="inherit">
          Help
        </Link>{' '}
        · Version {version}
      </Typography>
    </Stack>
  );
}

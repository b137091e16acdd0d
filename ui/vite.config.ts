// SPDX-License-Identifier: MPL-2.0
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// While the page is worked on, the API and the settings come from an admin app that is running already.
const admin = process.env.BALROG_ADMIN ?? 'http://127.0.0.1:7070';

export default defineConfig({
  base: '/ui/',
  plugins: [react()],
  // The server writes a new nonce wherever this stands, each time the page is asked for.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'target/classes/ui',
    emptyOutDir: true,
    target: 'es2023',
    // Inlined files would need a policy that allows data: addresses.
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'silent.html'] },
  },
  server: { proxy: { '/api': admin, '/ui/config.json': admin } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    // Tests that render say so in their first lines; a DOM takes longer to set up than most tests take to run.
    environment: 'node',
  },
});

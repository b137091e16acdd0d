// SPDX-License-Identifier: MPL-2.0
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { defineConfig } from 'vitepress';

const root = resolve(import.meta.dirname, '../../..');

const modules = resolve(import.meta.dirname, '../node_modules');

/** Pages of the project that are not part of the site, such as templates of the code host. */
const excluded = ['**/node_modules/**', '**/target/**', '.github/**', 'docs/site/**'];

const page = (text, link) => ({ text, link });

/** Returns the first heading of the pages that match, as entries of the sidebar. */
const decisions = () =>
  execFileSync('git', ['ls-files', 'docs/decisions/*.md'], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((path) => page(path.replace(/^.*\/\d{2}(\d{2})-(.*)\.md$/, '$1 $2').replaceAll('-', ' '), `/${path.slice(0, -3)}`));

export default defineConfig({
  title: 'Balrog for Java',
  description: 'Software update server, a replacement for Mozilla’s Balrog',
  srcDir: root,
  srcExclude: excluded,
  outDir: resolve(import.meta.dirname, '../target/site'),
  cacheDir: resolve(import.meta.dirname, '../target/cache'),
  base: process.env.SITE_BASE ?? '/',
  rewrites: { 'README.md': 'index.md', ':folder(.*)/README.md': ':folder/index.md' },
  // Placeholders such as <PRODUCT> are no HTML, and {{ $labels.instance }} is no expression of Vue.
  markdown: { html: true },
  // Links to files that are no pages, such as LICENSE. The build checks that they exist (deploy/checks).
  ignoreDeadLinks: [/LICENSE$/, /\/decisions$/, /\/deploy\//, /openapi/, /docs\/site/, /\.\.\/(logs|kubernetes)/],
  vite: {
    // The folder `public` of the project is a Maven module.
    publicDir: false,
    // The pages are outside of this folder, so Vue is not found beside them.
    resolve: {
      alias: [
        { find: /^vue$/, replacement: resolve(modules, 'vue/dist/vue.runtime.esm-bundler.js') },
        { find: /^vue\/server-renderer$/, replacement: resolve(modules, 'vue/server-renderer/index.mjs') },
      ],
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      page('Start', '/'),
      {
        text: 'Use',
        items: [
          page('Glossary', '/docs/glossary'),
          page('Rules', '/docs/rules'),
          page('Release formats', '/docs/release-formats'),
          page('Content of releases', '/docs/release-content'),
          page('Explain', '/docs/explain'),
          page('Know before you ship', '/docs/know-before-you-ship'),
          page('Change sets', '/docs/change-sets'),
          page('Promotion', '/docs/promotion'),
          page('Governance', '/docs/governance'),
          page('Audit log', '/docs/audit'),
          page('Console', '/docs/ui'),
        ],
      },
      {
        text: 'Automate',
        items: [
          page('Commands and Java client', '/docs/client'),
          page('Agent', '/docs/agent'),
          page('Data sets', '/docs/data-sets'),
        ],
      },
      {
        text: 'Operate',
        items: [
          page('Runbook', '/docs/operations/'),
          page('Deployment', '/docs/operations/deployment'),
          page('Database', '/docs/operations/database'),
          page('Schema', '/docs/operations/schema'),
          page('Backup', '/docs/operations/backup'),
          page('Monitoring', '/docs/operations/watching'),
          page('Alerts', '/docs/operations/alerts'),
          page('Rehearsal', '/docs/operations/rehearsal'),
          page('Public app', '/docs/public-app'),
          page('Security', '/docs/security'),
          page('Performance', '/docs/performance'),
          page('Compatibility', '/docs/compatibility'),
        ],
      },
      {
        text: 'Develop',
        items: [
          page('Architecture', '/ARCHITECTURE'),
          page('Contributing', '/CONTRIBUTING'),
          page('Changelog', '/CHANGELOG'),
          { text: 'Decisions', collapsed: true, items: decisions() },
        ],
      },
    ],
  },
});

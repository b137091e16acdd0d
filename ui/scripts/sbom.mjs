// SPDX-License-Identifier: MPL-2.0
//
// sbom.mjs VERSION: writes the CycloneDX SBOM of the page, which lists the packages that are bundled into it. The same
// package-lock.json gives the same file: the image that holds it is reproducible.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const version = process.argv[2] ?? '0.0.0';
const { status, stdout } = spawnSync(
  'npm',
  ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application'],
  { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] },
);
if (status !== 0) {
  process.exit(status ?? 1);
}
const bom = JSON.parse(stdout);
delete bom.serialNumber;
delete bom.metadata.timestamp;
// npm names the page after its directory.
const { component } = bom.metadata;
const given = component['bom-ref'];
Object.assign(component, {
  'bom-ref': `balrog-ui@${version}`,
  name: 'balrog-ui',
  version,
  purl: `pkg:npm/balrog-ui@${version}`,
});
for (const dependency of bom.dependencies) {
  if (dependency.ref === given) {
    dependency.ref = component['bom-ref'];
  }
}
mkdirSync('target/sbom', { recursive: true });
writeFileSync('target/sbom/balrog-ui.cdx.json', `${JSON.stringify(bom, null, 2)}\n`);

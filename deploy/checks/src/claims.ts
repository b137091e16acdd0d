// SPDX-License-Identifier: MPL-2.0
import { matching } from './files';

/**
 * Which check looks at which files. Each check takes its files from here, so that a file is in this list exactly if something looks at it; `claims.test.ts` fails when
 * there is a file that is not.
 */
export const claims = {
  manifests: ['deploy/kubernetes/base/*/*.yaml', 'deploy/argocd/*.yaml', 'deploy/prometheus/rules/*.yaml'],
  kustomizations: ['deploy/**/kustomization.yaml'],
  /** What kustomizations take besides manifests. */
  settings: ['deploy/kubernetes/overlays/*/*/*.{env,conf,json}', 'deploy/kubernetes/overlays/*/*/names.yaml'],
  terraform: ['deploy/terraform/**/*.tf', 'deploy/terraform/**/.terraform.lock.hcl'],
  workflows: ['.github/workflows/*.yml'],
  actions: ['.github/actions/*/action.yml', 'deploy/actions/*/action.yml'],
  scripts: ['deploy/ci/*'],
  images: [
    'deploy/images/pom.xml',
    'deploy/images/version.json',
    'deploy/images/ui/default.conf',
    'deploy/images/bases/*.Dockerfile',
  ],
  repository: [
    '.github/dependabot.yml',
    '.github/grype.yaml',
    '.github/CODEOWNERS',
    '.github/*.md',
    '.github/ISSUE_TEMPLATE/*.yml',
  ],
  compose: ['deploy/compose/*'],
  pages: ['deploy/**/*.md', 'deploy/*.md'],
} as const;

/** What other tests look at: the folder of these tests, which has to be there when the files are. */
export const elsewhere: Record<string, string> = {
  'deploy/grafana/**': 'cli/src/test/java/dev/balrog/cli/watch',
  'deploy/logs/**': 'cli/src/test/java/dev/balrog/cli/watch',
  'deploy/prometheus/**': 'cli/src/test/java/dev/balrog/cli/watch',
  // Biome, the TypeScript compiler, npm and Maven, which run them.
  'deploy/checks/**': 'deploy/checks',
};

/** The files that a check has to look at. */
export function claimed(check: keyof typeof claims): string[] {
  const found = matching(...claims[check]);
  return check === 'manifests' ? found.filter((path) => !path.endsWith('/kustomization.yaml')) : found;
}

// SPDX-License-Identifier: MPL-2.0
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const JAR =
  process.env.BALROG_JAR ?? fileURLToPath(new URL('../../demo/target/balrog-demo.jar', import.meta.url));
const JAVA = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const OPTIONS = ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow', '-Xmx2g'];
const PATIENCE = 300_000;
/** What it may take to end, in milliseconds. */
const GRACE = 20_000;

/** `balrog demo`, as a process of its own with data of its own. */
export class Demo {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    readonly admin: string,
    readonly served: string,
  ) {}

  /**
   * Starts it on free ports; returns when it answers.
   *
   * @param size of the sample data, as `balrog generate` knows them
   */
  static async start(size: 'demo' | 'large' = 'demo'): Promise<Demo> {
    if (!existsSync(JAR)) {
      throw new Error(`There is no ${JAR}: run ./balrog build first`);
    }
    const directory = await mkdtemp(join(tmpdir(), 'balrog-e2e-'));
    if (size !== 'demo') {
      await fill(directory, size);
    }
    const demo = ['demo', '--directory', directory, '--port', '0', '--admin-port', '0'];
    const child = spawn(JAVA, [...OPTIONS, '-jar', JAR, ...demo], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = await output(child);
    return new Demo(
      child,
      directory,
      address(said, /Console\s+(http\S+?)\/ui\//),
      address(said, /Rules\s+(http\S+?)\/api\//),
    );
  }

  /** Ends it, and throws its data away. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      const impatience = setTimeout(() => this.process.kill('SIGKILL'), GRACE);
      await ended;
      clearTimeout(impatience);
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Makes the database before the demo does. */
async function fill(directory: string, size: string): Promise<void> {
  const run = promisify(execFile);
  const sample = join(directory, 'sample.jsonl.gz');
  const env = { ...process.env, DBURI: `sqlite:///${join(directory, 'balrog.db')}` };
  for (const command of [
    ['generate', size, sample],
    ['db', 'upgrade'],
    ['import', sample],
  ]) {
    await run(JAVA, [...OPTIONS, '-jar', JAR, ...command], { env });
  }
  await rm(sample);
}

/** What it prints until it answers. */
function output(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail('did not start in time'), PATIENCE);
    function fail(what: string) {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The demo ${what}:\n${said}`));
    }
    const tooSoon = (code: number | null) => fail(`ended with ${code}`);
    child.on('exit', tooSoon);
    child.stderr?.on('data', (text) => {
      said += text;
    });
    child.stdout?.on('data', (text) => {
      said += text;
      if (said.includes('Press ctrl-C')) {
        clearTimeout(timer);
        child.off('exit', tooSoon);
        resolve(said);
      }
    });
  });
}

function address(said: string, pattern: RegExp): string {
  const found = pattern.exec(said)?.[1];
  if (found === undefined) {
    throw new Error(`The demo does not say ${pattern}:\n${said}`);
  }
  return found;
}

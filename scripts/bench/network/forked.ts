import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * What a module sends back when it runs in a process of its own, so that no code is warmed by another and memory is its
 * own.
 * @throws Error when it ends without an answer
 */
export async function forked<T>(module: URL, args: readonly string[]): Promise<T> {
  const child = fork(module, args, { stdio: 'inherit' });
  const answers: T[] = [];
  child.on('message', (message) => answers.push(message as T));
  const [code] = await once(child, 'exit');
  if (code !== 0 || answers.length !== 1) throw new Error(`${module.pathname} ended with code ${code}`);
  return answers[0];
}

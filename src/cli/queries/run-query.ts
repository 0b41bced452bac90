import type { Send, Sender } from '../send.ts';

/** Where a command writes; the process's own streams but in tests. */
export interface Output {
  out: { write(text: string | Uint8Array): unknown; isTTY?: boolean };
  err: { write(text: string): unknown };
}

/** Exit codes of a question: the asker's to mend (a 4xx), or the service's (a 5xx). */
const EXIT_REFUSED = 2;
const EXIT_FAILED = 1;

/**
 * Asks and prints. Standard output has the answer and nothing else: the body as it came, or a table made of it.
 * @param toTable makes the text of a table from the body; null: print the body
 * @returns exit code
 */
export async function runQuery(
  send: Send,
  path: string,
  toTable: ((body: string) => string) | null,
  output: Output,
): Promise<number> {
  const answer = await send(path);
  if (answer.status >= 400) {
    output.err.write(`${refusalText(answer.body, answer.status)}\n`);
    return answer.status < 500 ? EXIT_REFUSED : EXIT_FAILED;
  }
  if (toTable === null && !isText(answer.contentType)) return writeFile(answer.bytes, output);
  const text = toTable === null ? wholeText(answer.bytes) : `${toTable(answer.body)}\n`;
  output.out.write(text);
  // The body has no newline at its end; a prompt on the same line would hide it, a file must not get one more byte.
  if (output.out.isTTY && !text.endsWith('\n')) output.out.write('\n');
  return 0;
}

/**
 * Opens the way to the API, asks and prints; a refusal or a failure is the exit code of the process.
 * @param toTable as of `runQuery`
 */
export async function askAndPrint(
  makeSend: () => Promise<Sender>,
  path: string,
  toTable: ((body: string) => string) | null,
  output: Output,
): Promise<void> {
  const sender = await makeSend();
  try {
    const code = await runQuery(sender.send, path, toTable, output);
    if (code !== 0) process.exitCode = code;
  } finally {
    await sender.close();
  }
}

function isText(contentType: string): boolean {
  return /^text\/|[/+]json\b/.test(contentType);
}

/** The byte order mark of a CSV for French spreadsheets stays: it is how they know the text is UTF-8. */
function wholeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** A workbook or a Parquet file; shown on a terminal it would be noise, and could drive it. */
function writeFile(bytes: Uint8Array, { out, err }: Output): number {
  if (out.isTTY) {
    err.write('This form is not text: send it to a file, as in `… > answer.xlsx`.\n');
    return EXIT_REFUSED;
  }
  out.write(bytes);
  return 0;
}

/** The message of problem+json, or what can be told of a body that is not. */
function refusalText(body: string, status: number): string {
  try {
    const { title, detail, request_id, type } = JSON.parse(body);
    if (typeof title === 'string') {
      const trace =
        status >= 500 && type !== 'urn:maillage:problem:no-edition' ? ` (request ${request_id})` : '';
      return `${title}: ${detail}${trace}`;
    }
  } catch {
    // Not JSON: a proxy's page, or a server that is not ours.
  }
  return `The server answered ${status}: ${body.slice(0, 200)}`;
}

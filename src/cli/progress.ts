import cliProgress from 'cli-progress';

/** Says what a long job is doing: a bar in a terminal, a line elsewhere; always on standard error. */
export interface Progress {
  /** Starts a step; the one before it is over. */
  step(label: string): Step;
  /** A line that stays. */
  note(text: string): void;
}

export interface Step {
  /** @param total null where it is not known beforehand */
  advance(done: number, total: number | null): void;
  /** Ends the step, with what came of it. */
  done(detail?: string): void;
}

/** Lines of a job without a terminal come at most this often within a step. */
const LINE_EVERY_MS = 10_000;

export function terminalProgress(out: NodeJS.WriteStream = process.stderr): Progress {
  return out.isTTY ? barProgress(out) : lineProgress((line) => out.write(`${line}\n`));
}

export const silentProgress: Progress = {
  step: () => ({ advance: () => {}, done: () => {} }),
  note: () => {},
};

function finished(label: string, startedAt: number, detail?: string): string {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return `${label}: ${detail ? `${detail} ` : ''}(${seconds} s)`;
}

function lineProgress(write: (line: string) => void): Progress {
  return {
    step(label) {
      const startedAt = performance.now();
      let lastLineAt = startedAt;
      return {
        advance(done, total) {
          const now = performance.now();
          if (now - lastLineAt < LINE_EVERY_MS) return;
          lastLineAt = now;
          write(`${label}: ${total ? `${Math.floor((100 * done) / total)} %` : done}`);
        },
        done: (detail) => write(finished(label, startedAt, detail)),
      };
    },
    note: write,
  };
}

function barProgress(out: NodeJS.WriteStream): Progress {
  return {
    step(label) {
      const startedAt = performance.now();
      const bar = new cliProgress.SingleBar({
        format: `${label} [{bar}] {percentage} %`,
        stream: out,
        barsize: 30,
        clearOnComplete: true,
        hideCursor: true,
      });
      bar.start(1, 0);
      return {
        advance(done, total) {
          if (!total) return;
          bar.setTotal(total);
          bar.update(done);
        },
        done(detail) {
          bar.stop();
          out.write(`${finished(label, startedAt, detail)}\n`);
        },
      };
    },
    note: (text) => out.write(`${text}\n`),
  };
}

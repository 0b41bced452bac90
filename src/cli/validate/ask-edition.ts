import type { CoverageItem } from '../../coverage/coverage.ts';
import type { Level } from '../../coverage/edition-data.ts';
import type { OwnFigure, ReferenceFigure } from '../../coverage/validation.ts';
import { DomainError } from '../../domain-error.ts';
import type { CoverageAnswer } from '../../publish/answers/coverage-answer.ts';
import type { CurrentEditionAnswer } from '../../publish/answers/editions-answer.ts';
import { type Output, runQuery } from '../queries/run-query.ts';
import type { Send } from '../send.ts';

/** What the edition says at every level and threshold of a reference. */
export interface OwnSide {
  meta: CurrentEditionAnswer;
  definition: CoverageAnswer['definition'];
  figures: OwnFigure[];
  /** Level → codes of the territories that are loaded, in code order. */
  loaded: Map<Level, string[]>;
}

/** The API refused: its reason is written, and this is the exit code for it. */
export class Refusal extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('the API refused');
    this.exitCode = exitCode;
  }
}

/**
 * Asks the API for the edition, and for the coverage of every level and threshold that the reference has.
 * @throws Refusal; DomainError unknown-edition when another edition became current between two answers
 */
export async function askEdition(
  send: Send,
  reference: readonly ReferenceFigure[],
  network: string,
  err: Output['err'],
): Promise<OwnSide> {
  const meta = await ask<CurrentEditionAnswer>(send, '/v1/editions/current', err);
  const limitMinutes = Math.floor(meta.method.time_limit_seconds / 60);
  const figures: OwnFigure[] = [];
  const loaded = new Map<Level, string[]>();
  let definition: CoverageAnswer['definition'] | null = null;
  for (const { level, minutes } of questionsOf(reference)) {
    // The edition knows no time as long; the first is asked all the same, for the definition and the list.
    const threshold = Math.min(minutes, limitMinutes);
    const path = `/v1/coverage?${new URLSearchParams({ level, threshold: String(threshold), network })}`;
    const answer = await ask<CoverageAnswer>(send, path, err);
    if (answer.edition !== meta.id) {
      throw new DomainError(
        'unknown-edition',
        `edition ${meta.id} was replaced by ${answer.edition} while it was validated: run the command again`,
        { edition: meta.id, found: answer.edition },
      );
    }
    definition ??= answer.definition;
    loaded.set(
      level,
      answer.items.map((item) => item.code),
    );
    if (minutes === threshold) figures.push(...answer.items.map((item) => ownFigure(item, minutes)));
  }
  if (definition === null) throw new Error('a reference without figures');
  return { meta, definition, figures, loaded };
}

function questionsOf(reference: readonly ReferenceFigure[]): { level: Level; minutes: number }[] {
  const questions = new Map(
    reference.map(({ level, minutes }) => [`${level} ${minutes}`, { level, minutes }]),
  );
  return [...questions.values()];
}

function ownFigure(item: CoverageItem, minutes: number): OwnFigure {
  const { level, code, name, population, share, status, estimate_share } = item;
  return { level, code, name, population, share, status, estimate_share, minutes };
}

async function ask<Body>(send: Send, path: string, err: Output['err']): Promise<Body> {
  let body = '';
  const out = {
    write: (text: string) => {
      body += text;
    },
  };
  const exitCode = await runQuery(send, path, null, { out, err });
  if (exitCode !== 0) throw new Refusal(exitCode);
  return JSON.parse(body) as Body;
}

import { describe, expect, test } from 'vitest';
import { compareShares, judgeBars, type OwnFigure } from '../../../src/coverage/validation.ts';
import {
  barLine,
  leftOutLines,
  type ValidationAnswer,
} from '../../../src/publish/answers/validation-answer.ts';
import { signedPoints } from '../../../src/publish/share-text.ts';
import { roundScale } from '../../../src/publish/svg-chart.ts';
import { MOST_DOT_ROWS } from '../../../src/publish/validation-plots.ts';
import { REPORT_MARK, validationReport } from '../../../src/publish/validation-report.ts';
import { REPORT_STYLE } from '../../../src/publish/validation-style.ts';
import { TINY_META } from '../../api/tiny-app.ts';

interface Territory {
  code: string;
  name?: string;
  /** minutes → [ours, reference] */
  shares: Record<number, readonly [ours: number, reference: number]>;
  estimate_share?: number;
  level?: OwnFigure['level'];
}

function answerOf(territories: readonly Territory[], more: Partial<ValidationAnswer> = {}): ValidationAnswer {
  const own: OwnFigure[] = [];
  const reference = [];
  for (const {
    code,
    name = `Territory ${code}`,
    shares,
    estimate_share = 0,
    level = 'departement',
  } of territories) {
    for (const [minutes, [share, theirs]] of Object.entries(shares)) {
      const at = { level, code, minutes: Number(minutes) };
      own.push({ ...at, name, population: 1234567, share, status: 'ok', estimate_share });
      reference.push({ ...at, share: theirs });
    }
  }
  const { figures, errors, leftOut } = compareShares(reference, own, 60);
  return {
    edition: TINY_META.id,
    definition: {
      edition_created_at: TINY_META.created_at,
      fictional: false,
      network: 'principal',
      network_definition: 'Every principal site.',
      comparison: '<=',
      population: 'Legal population, placed on cells.',
      times: 'Free-flow time by car.',
      attribution: ['Institut des Cartes, Contours, 2026 (Licence Ouverte 2.0)'],
    },
    reference: {
      file: 'insee.csv',
      sha256: 'c'.repeat(64),
      described: null,
      caveats: ['Given by the user.'],
      rows: {
        dataset: 'x',
        file: 'insee.csv',
        read: 9,
        kept: 8,
        repaired: 0,
        rejected: 1,
        flagged: 0,
        issues: [],
        issuesOmitted: 0,
      },
    },
    items: figures,
    errors,
    left_out: leftOut,
    bars: [],
    ...more,
  };
}

const report = (answer: ValidationAnswer) => validationReport(answer, TINY_META, '2026-02-03T04:05:06.000Z');
const TWO: Territory[] = [
  { code: '2A', name: 'Monts-du-Sud', shares: { 10: [0.7, 0.6], 20: [0.9, 0.95] } },
  { code: '2B', name: 'Monts-du-Nord', shares: { 10: [0.5, 0.5], 20: [0.8, 0.82] }, estimate_share: 1 },
];

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);
const drawings = (html: string): string[] => html.match(/<svg[\s\S]*?<\/svg>/g) ?? [];

describe('the report', () => {
  const html = report(answerOf(TWO));

  test('says what is held against what, from which file, and when', () => {
    for (const text of [
      'tiny-1',
      '2026-01-02',
      '2A, 2B, 01',
      'Every principal site.',
      'insee.csv',
      'c'.repeat(64),
      '2026-02-03',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).toContain('9 rows read, 8 kept, 1 rejected');
    expect(html).toContain('Institut des Cartes, Contours, 2026 (Licence Ouverte 2.0)');
    expect(html).toContain('invented for the tests');
    expect(html.slice(0, 1024)).toContain(REPORT_MARK);
  });

  test('has every figure in its tables: ours, the reference, the difference', () => {
    const rows =
      /<th scope="rowgroup" rowspan="3">Monts-du-Sud \(2A\)<br><small>1\u202f234\u202f567 residents, 0.0 % estimated<\/small><\/th>([\s\S]*?)<\/tbody>/.exec(
        html,
      );
    expect(matches(rows?.[1] ?? '', /<td class="number">(.*?)<\/td>/g)).toEqual([
      '70.0',
      '90.0',
      '60.0',
      '95.0',
      '+10.00',
      '−5.00',
    ]);
    const [, tenMinutes] = /<tr><th scope="row">10<\/th>([\s\S]*?)<\/tr>/.exec(html) ?? [];
    expect(matches(tenMinutes, /<td.*?>(.*?)<\/td>/g)).toEqual([
      '2',
      '60.0',
      '55.0',
      '+5.00',
      '5.00',
      '5.00',
      '7.07',
      '50.0',
      'Monts-du-Sud (2A) +10.00, Monts-du-Nord (2B) 0.00',
    ]);
  });

  test('asks nothing of the network and runs nothing', () => {
    expect(html).not.toMatch(/<script|\bsrc=|<link(?! rel="icon" href="data:,")|@import|url\(/);
    expect(html).toContain("default-src 'none'");
    expect(
      matches(html, /href="(.*?)"/g).filter((href) => !href.startsWith('#') && href !== 'data:,'),
    ).toEqual([]);
  });

  test('describes each drawing in words, and leads from it to a table', () => {
    expect(drawings(html)).toHaveLength(3);
    const ids = matches(html, /\bid="(.*?)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const svg of drawings(html)) {
      const [labels] = matches(svg, /aria-labelledby="(.*?)"/g);
      expect(labels.split(' ').map((id) => svg.includes(`id="${id}"`))).toEqual([true, true]);
    }
    const links = matches(html, /<figcaption>[\s\S]*?href="#(.*?)"/g);
    expect(links).toHaveLength(3);
    for (const link of links) expect(html).toContain(`<table id="${link}"`);
  });

  test('has numbers only where numbers belong', () => {
    expect(drawings(html).join('')).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });

  test('keeps text and marks at a contrast of 4.5 on white, but for rules', () => {
    const colours = matches(REPORT_STYLE, /(?:color|fill|stroke):(#[0-9a-f]{6})/g).filter(
      (c) => c !== '#e4e4ea',
    );
    expect(new Set(colours).size).toBeGreaterThan(3);
    for (const colour of colours) expect(1.05 / (luminance(colour) + 0.05), colour).toBeGreaterThan(4.5);
  });
});

/** WCAG 2, relative luminance. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test('names from files stay text', () => {
  const hostile = '<script>alert(1)</script>"\'&';
  const answer = answerOf([{ code: hostile, name: hostile, shares: { 10: [0.5, 0.6], 20: [0.6, 0.7] } }]);
  answer.reference.file = hostile;
  answer.reference.rows.issues = [
    { kind: 'rejected', file: hostile, row: 2, column: hostile, value: hostile, reason: hostile },
  ];
  const html = report(answer);
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;');
});

test('fictional data are called fictional before any figure', () => {
  const answer = answerOf(TWO);
  answer.definition.fictional = true;
  const html = report(answer);
  expect(html.indexOf('Fictional data.')).toBeGreaterThan(0);
  expect(html.indexOf('Fictional data.')).toBeLessThan(html.indexOf('<table'));
  expect(report(answerOf(TWO))).not.toContain('Fictional data.');
});

describe('the scatter', () => {
  const [scatter] = drawings(report(answerOf(TWO)));

  test('puts a point above the diagonal where Maillage covers more, and on it where both agree', () => {
    const diagonals = [
      ...scatter.matchAll(/<line x1="([^"]*)" y1="([^"]*)" x2="([^"]*)" y2="([^"]*)" class="diagonal"\/>/g),
    ];
    const [x1, y1, x2, y2] = diagonals[0].slice(1).map(Number);
    const points = [
      ...scatter.matchAll(/<circle class="[^"]*" cx="([^"]*)" cy="([^"]*)" r="3.2"><title>([^<]*)<\/title>/g),
    ];
    const above = (name: string) => {
      const point = points.find((candidate) => candidate[3].startsWith(`${name}, 10 min`));
      const onDiagonal = y1 + ((Number(point?.[1]) - x1) / (x2 - x1)) * (y2 - y1);
      return onDiagonal - Number(point?.[2]);
    };
    expect(above('Monts-du-Sud (2A)')).toBeGreaterThan(10);
    expect(Math.abs(above('Monts-du-Nord (2B)'))).toBeLessThan(0.2);
  });

  test('tells estimated times by shape', () => {
    expect(scatter).toMatch(/class="dot estimated"[^>]*><title>Monts-du-Nord \(2B\)/);
    expect(scatter).toMatch(/class="dot"[^>]*><title>Monts-du-Sud \(2A\)/);
    expect(scatter).toContain('times estimated for most residents');
  });
});

describe('many territories', () => {
  const many = Array.from({ length: 1500 }, (_, i): Territory => {
    const code = String(10_000 + i);
    return { code, level: 'commune', shares: { 10: [0.5 + i / 4000, 0.5], 20: [0.9, 0.5 + i / 4000] } };
  });
  const html = report(answerOf(many));
  const [scatter, differences, curves] = drawings(html);

  test('make no big file', () => {
    expect(html.length).toBeLessThan(400_000);
    expect(scatter.match(/<circle/g)?.length).toBeLessThan(1500);
  });

  test('show the largest differences, and say so', () => {
    expect(differences.match(/<circle/g)?.length).toBe(2 * MOST_DOT_ROWS + 1);
    expect(html).toContain(`The ${MOST_DOT_ROWS} with the largest differences of 1500.`);
    expect(html).toContain('The 200 territories of 1500 with the largest differences');
  });

  test('are drawn as one curve', () => {
    expect(curves).toContain('1500 territories together');
    expect(curves.match(/class="curve"/g)?.length).toBe(2);
    expect(drawings(report(answerOf(TWO)))[2].match(/class="curve"/g)?.length).toBe(3);
  });
});

test('one threshold makes no curve, and more than six show the first six', () => {
  expect(drawings(report(answerOf([{ code: '2A', shares: { 20: [0.9, 0.91] } }])))).toHaveLength(2);
  const shares = Object.fromEntries(
    [5, 10, 15, 20, 25, 30, 35, 40].map((n) => [n, [n / 60, n / 50] as const]),
  );
  const html = report(answerOf([{ code: '2A', shares }]));
  expect(matches(drawings(html)[0], /class="panel">(\d+) minutes/g)).toEqual([
    '5',
    '10',
    '15',
    '20',
    '25',
    '30',
  ]);
  expect(html).toContain('The first 6 thresholds; all are in the tables.');
  expect(html).toContain('<th scope="col" class="number">40 min</th>');
});

test('each level has its own section', () => {
  const html = report(
    answerOf([...TWO, { code: '94', level: 'region', shares: { 10: [0.6, 0.6], 20: [0.9, 0.9] } }]),
  );
  expect(matches(html, /<h2>(.*?)<\/h2>/g).filter((text) => text.includes('Errors'))).toEqual([
    'Level departement: Errors by threshold',
    'Level region: Errors by threshold',
  ]);
  const ids = matches(html, /\bid="(.*?)"/g);
  expect(new Set(ids).size).toBe(ids.length);
});

test('bars and what is left out are told in words', () => {
  const { errors } = answerOf(TWO);
  const [met, above] = judgeBars(
    [
      { minutes: 10, points: 5 },
      { minutes: 20, points: 3.499 },
    ],
    errors,
  );
  expect(barLine(met)).toBe(
    'departement, 10 min: mean absolute error 5.000 points, at or under the bar of 5',
  );
  expect(barLine(above)).toBe(
    'departement, 20 min: mean absolute error 3.500 points, ABOVE the bar of 3.499',
  );
  const left_out = Array.from({ length: 14 }, (_, i) => ({
    reason: 'not-loaded' as const,
    level: 'departement' as const,
    code: String(i + 10),
    minutes: [10],
  }));
  const html = report(answerOf(TWO, { bars: [met, above], left_out }));
  expect(html).toContain(barLine(above));
  expect(html).toContain(
    '14 of level departement not in the edition: 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 and 2 more',
  );
  expect(leftOutLines([])).toEqual([]);
});

describe('numbers', () => {
  test('of points have a sign but for nothing', () => {
    expect([1.234, -1.236, 0.004, -0.004, 0].map((points) => signedPoints(points))).toEqual([
      '+1.23',
      '−1.24',
      '0.00',
      '0.00',
      '0.00',
    ]);
  });

  test('of scales are round and hold the data', () => {
    for (const [lowest, highest, ticks] of [
      [42.3, 46.2, [42, 43, 44, 45, 46, 47]],
      [0, 100, [0, 20, 40, 60, 80, 100]],
      [-3.2, 4.1, [-4, -2, 0, 2, 4, 6]],
      [90, 90, null],
    ] as const) {
      const scale = roundScale(lowest, highest, 0, 100, 5);
      expect(scale.from).toBeLessThanOrEqual(lowest);
      expect(scale.to).toBeGreaterThanOrEqual(highest);
      expect(scale.to).toBeGreaterThan(scale.from);
      if (ticks) expect(scale.ticks).toEqual(ticks);
      expect([scale.at(scale.from), scale.at(scale.to)]).toEqual([0, 100]);
    }
  });
});

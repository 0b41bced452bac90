import { describe, expect, it } from 'vitest';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { parseWithin, withinText } from '../../../src/coverage/within.ts';
import { PROVIDERS } from '../../../src/grid/access-matrix.ts';
import { coverageAnswer } from '../../../src/publish/answers/coverage-answer.ts';
import { gapsAnswer } from '../../../src/publish/answers/gaps-answer.ts';
import { ratiosAnswer } from '../../../src/publish/answers/ratios-answer.ts';
import { attribution, licenceUrls } from '../../../src/publish/attribution.ts';
import { canonicalWithin, frenchDefinition, timedDefinition } from '../../../src/publish/definition.ts';
import type { EditionMeta } from '../../../src/publish/edition-meta.ts';
import { residentsSentence, timesSentence } from '../../../src/publish/method-sentences.ts';
import { TINY_META } from '../../api/tiny-app.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const FRICTION = PROVIDERS.indexOf('friction');
const ROAD = PROVIDERS.indexOf('road');

describe('the spelling of `within`', () => {
  it('is read back as the same territories', () => {
    const text =
      '2A,reg-94,arr-2A1,epci-200000001,canton-2A01,commune-2A004,qpv-QN02A99X,canton-hors-canton-01,' +
      'rurality-rural,density-7,zrr-not-classed,zrr_detail-CM,frr-frr-plus,france';
    const refs = parseWithin(text);
    expect(parseWithin(refs.map(withinText).join(','))).toEqual(refs);
  });

  it('is one, whatever the order and the doubles; everything is `france`', () => {
    expect(canonicalWithin(parseWithin('2b, 2A,dep-2B'))).toEqual(['2A', '2B']);
    expect(canonicalWithin(parseWithin('2A,france'))).toEqual(['france']);
    expect(canonicalWithin([])).toEqual(['france']);
  });
});

describe('attribution', () => {
  it('names each source once with its date and licence, and OpenStreetMap where its roads were used', () => {
    const lines = attribution({ ...TINY_META, sources: [...TINY_META.sources, TINY_META.sources[0]] });
    expect(lines).toEqual([
      'Institut des Cartes, Contours des communes, 2026-01-01 (Licence Ouverte 2.0)',
      'OpenStreetMap contributors, Routes, 2026-01-01 (ODbL 1.0)',
      'Travel times derived from OpenStreetMap, © OpenStreetMap contributors, ODbL 1.0 (https://opendatacommons.org/licenses/odbl/1-0/)',
    ]);
    expect(licenceUrls(TINY_META)).toHaveLength(2);
    const noRoads = { ...TINY_META, sources: TINY_META.sources.slice(0, 1) };
    expect(attribution(noRoads).join()).not.toContain('OpenStreetMap');
  });

  it('claims no source and no licence for fictional data', () => {
    const fictional = { ...TINY_META, fictional: true };
    expect(attribution(fictional)).toHaveLength(1);
    expect(attribution(fictional)[0]).toMatch(/^Fictional data/);
    expect(licenceUrls(fictional)).toEqual([]);
  });
});

describe('the French of a definition', () => {
  const errors = [{ threshold_minutes: 20, mean_points: 1.2, nine_in_ten_points: 3.4, departements: 96 }];
  const meta: EditionMeta = {
    ...TINY_META,
    summary: { communesWithoutSquare: 5 },
    method: { ...TINY_META.method, population: residentsSentence(5).en, estimate_errors: errors },
  };
  const query = { rule: 'principal' as const, within: [], thresholdMinutes: 20 };

  it('says what the English says: the shares, the QPV and the error to expect, where it says them', () => {
    const plain = frenchDefinition(meta, timedDefinition(meta, query, false, false));
    expect(plain.population).toBe(residentsSentence(5).fr);
    expect(plain.times).toContain('97,8 % des habitants par le réseau routier, 1,2 % par une estimation');
    expect(plain.times).not.toContain('± 3,4');
    const full = frenchDefinition(meta, timedDefinition(meta, query, true, true));
    expect(full.population).toContain('habitants des QPV sont estimés');
    expect(full.times).toContain('± 3,4 points');
  });

  it('leaves a sentence that is not of this release as it stands', () => {
    const other = { ...meta, method: { ...meta.method, population: 'Counted by hand.' } };
    expect(frenchDefinition(other, timedDefinition(other, query, false, false)).population).toBe(
      'Counted by hand.',
    );
  });
});

describe('the definition', () => {
  it('says where the times come from, in shares of the residents', () => {
    expect(timesSentence(TINY_META).en).toContain(
      '97.8 % of the residents by the road network, 1.2 % by an estimate',
    );
    expect(timesSentence(TINY_META).en).not.toContain('imported');
  });

  it('says that residents of QPV are an estimate, when the question is about or within QPV', () => {
    const query = { rule: 'principal' as const, within: [], thresholdMinutes: 30 };
    const within = parseWithin('qpv-QN02A99X');
    expect(timedDefinition(TINY_META, query, false, false).population).not.toContain('QPV');
    expect(timedDefinition(TINY_META, query, true, false).population).toContain('QPV are estimated');
    expect(timedDefinition(TINY_META, { ...query, within }, false, false).population).toContain(
      'QPV are estimated',
    );
  });
});

describe('the error to expect', () => {
  const errors = [
    { threshold_minutes: 10, mean_points: 3, nine_in_ten_points: 7, departements: 40 },
    { threshold_minutes: 20, mean_points: 1, nine_in_ten_points: 2.5, departements: 40 },
  ];
  const meta: EditionMeta = { ...TINY_META, method: { ...TINY_META.method, estimate_errors: errors } };
  const times = (thresholdMinutes: number, estimated: boolean, of = meta) =>
    timedDefinition(of, { rule: 'principal', within: [], thresholdMinutes }, false, estimated).times;

  it('stands with times that are estimated, at the threshold asked or the nearest one measured', () => {
    expect(times(20, true)).toContain(
      "within ± 2.5 points of INSEE's in 9 of 10 cases at 20 minutes (cross-validated on 40 départements, BPE 2023)",
    );
    expect(times(12, true)).toContain('± 7 points');
    expect(times(12, true)).toContain('at 10 minutes, the nearest threshold measured (');
    expect(times(15, true)).toContain('± 7 points');
    expect(times(60, true)).toContain('± 2.5 points');
  });

  it('is not said where nothing is estimated, or nothing was measured', () => {
    expect(times(20, false)).toBe(timesSentence(meta).en);
    expect(times(20, true, TINY_META)).toBe(timesSentence(TINY_META).en);
  });

  it('comes with an answer on estimates, and not with one on roads alone', () => {
    const edition = { meta, data: tinyEdition() };
    const estimated = edition.data.origins.provider.includes(FRICTION);
    expect(estimated).toBe(true);
    const query = { rule: 'principal' as const, thresholdMinutes: 20 };
    const answers = (data: EditionData) => {
      const on = { meta, data };
      return [
        coverageAnswer(on, { ...query, level: 'commune', within: [] }),
        ratiosAnswer(on, { ...query, by: 'density', within: [] }),
        gapsAnswer(on, { ...query, within: [] }),
      ].map((answer) => answer.definition.times.includes('9 of 10 cases'));
    };
    expect(answers(edition.data)).toEqual([true, true, true]);
    const { origins } = edition.data;
    const provider = origins.provider.map((value) => (value === FRICTION ? ROAD : value));
    expect(answers({ ...edition.data, origins: { ...origins, provider } })).toEqual([false, false, false]);
  });
});

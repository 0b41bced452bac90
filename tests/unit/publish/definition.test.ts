import { describe, expect, it } from 'vitest';
import { parseWithin } from '../../../src/coverage/within.ts';
import { attribution, licenceUrls } from '../../../src/publish/attribution.ts';
import {
  canonicalWithin,
  timedDefinition,
  timesDefinition,
  withinText,
} from '../../../src/publish/definition.ts';
import { TINY_META } from '../../api/tiny-app.ts';

describe('the spelling of `within`', () => {
  it('is read back as the same territories', () => {
    const text =
      '2A,reg-94,arr-2A1,epci-200000001,canton-2A01,commune-2A004,qpv-QN02A99X,canton-hors-canton-01';
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

describe('the definition', () => {
  it('says where the times come from, in shares of the residents', () => {
    expect(timesDefinition(TINY_META)).toContain(
      '97.8 % of the residents by the road network, 1.2 % by an estimate',
    );
    expect(timesDefinition(TINY_META)).not.toContain('imported');
  });

  it('says that residents of QPV are an estimate, when the question is about or within QPV', () => {
    const query = { rule: 'principal' as const, within: [], thresholdMinutes: 30 };
    const within = parseWithin('qpv-QN02A99X');
    expect(timedDefinition(TINY_META, query, false).population).not.toContain('QPV');
    expect(timedDefinition(TINY_META, query, true).population).toContain('QPV are estimated');
    expect(timedDefinition(TINY_META, { ...query, within }, false).population).toContain('QPV are estimated');
  });
});

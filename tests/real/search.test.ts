/**
 * Names, codes and postcodes of the whole country, read from the official files; no edition is loaded: one invented
 * cell holds all residents. MAILLAGE_MIRROR names the files' folder.
 */
import { tmpdir } from 'node:os';
import { latLngToCell } from 'h3-js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '../../src/cli/load/commune-facts.ts';
import { formerCommunes } from '../../src/cli/load/lineage.ts';
import { locateSources } from '../../src/cli/load/locate-sources.ts';
import { readTables } from '../../src/cli/load/read-tables.ts';
import { silentProgress } from '../../src/cli/progress.ts';
import { type EditionData, LEVELS, type Level, type LineageStep } from '../../src/coverage/edition-data.ts';
import { search, searchIndexOf } from '../../src/coverage/search.ts';
import { searchText } from '../../src/coverage/search-folding.ts';
import { type EditionSpec, editionFromSpec } from '../support/edition-from-spec.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror)
  console.warn('SKIPPED: searching the names of France (set MAILLAGE_MIRROR to the official files)');

async function readFacts(): Promise<Facts> {
  const located = await locateSources({
    mirrorDir: mirror,
    home: tmpdir(),
    roads: null,
    sites: null,
    withRoads: false,
    offline: true,
    refresh: false,
    progress: silentProgress,
    signal: new AbortController().signal,
  });
  return readTables({ located, reports: [] });
}

/** Communes, départements and régions of the files; of every other level one territory that holds all. */
function editionOf(facts: Facts): EditionData {
  const one = [{ code: 'one', name: 'one' }];
  const territories = Object.fromEntries(LEVELS.map((level) => [level, one])) as EditionSpec['territories'];
  const named = (names: Iterable<[string, string]>) => Array.from(names, ([code, name]) => ({ code, name }));
  const communes = [...facts.communes.values()];
  const spec: EditionSpec = {
    id: 'real',
    territories: {
      ...territories,
      france: [{ code: 'FR', name: 'France' }],
      region: named(facts.regions),
      departement: named([...facts.departements].map(([code, { name }]) => [code, name])),
      commune: communes.map(({ code, name }) => ({ code, name })),
      qpv: [],
    },
    communes: communes.map((commune) => ({
      ...(Object.fromEntries(LEVELS.map((level) => [level, 'one'])) as Record<
        Exclude<Level, 'france'>,
        string
      >),
      commune: commune.code,
      departement: commune.departement,
      region: commune.region,
    })),
    origins: [{ cell: latLngToCell(46.5, 2.5, 8), provider: 'road' }],
    atoms: communes.map((commune) => ({ origin: 0, residents: commune.residents, commune: commune.code })),
    qpvAtoms: [],
    sites: [],
    times: [],
  };
  const data = editionFromSpec(spec);
  const lineage = Map.groupBy(formerCommunes(facts), (row) => row.former);
  return {
    ...data,
    communeLineage: new Map([...lineage].map(([former, rows]) => [former, rows.map((row) => row.current)])),
    lineageSteps: new Map([...lineage].map(([former, rows]) => [former, rows[0].steps as LineageStep[]])),
    formerNames: facts.formerNames,
    postcodes: facts.postcodes,
  };
}

describe.skipIf(!mirror)('search in the names of France', () => {
  let data: EditionData;
  beforeAll(async () => {
    data = editionOf(await readFacts());
    searchIndexOf(data);
  }, 120_000);

  const communes = (text: string, limit = 10) => search(data, { text, level: 'commune', limit });
  const first = (text: string) => {
    const [{ entry, match }] = communes(text, 1);
    return `${entry.code} ${entry.name}, ${match}`;
  };

  it('finds by code, postcode, name of today and of before', () => {
    expect(first('2a004')).toBe('2A004 Ajaccio, code');
    expect(first('20000')).toBe('2A004 Ajaccio, postcode');
    expect(first('75101')).toBe('75056 Paris, part-code');
    expect(first('Évry')).toBe('91228 Évry-Courcouronnes, former-name');
    expect(first('courcouronnes')).toBe('91228 Évry-Courcouronnes, former-name');
    expect(first('91182')).toBe('91228 Évry-Courcouronnes, former-code');
    expect(first("l'hay les")).toBe("94038 L'Haÿ-les-Roses, name");
    expect(first('oeuilly')).toBe('51410 Œuilly, name');
    expect(communes('st-denis', 2).map((hit) => hit.entry.code)).toEqual(['97411', '93066']);
  });

  it('finds every commune by its name, in front of those that only begin so', () => {
    const lost = data.levels.commune.names.filter((name, index) => {
      const code = data.levels.commune.codes[index];
      return !communes(name, 50).some((hit) => hit.entry.code === code);
    });
    expect(lost).toEqual([]);
  });

  it('finds every former commune by its last name', () => {
    let asked = 0;
    const lost: string[] = [];
    for (const [former, heirs] of data.communeLineage) {
      const name = data.formerNames?.get(former)?.[0];
      if (name === undefined) continue;
      asked++;
      const found = communes(name, 50).map((hit) => hit.entry.code);
      if (!heirs.every((heir) => found.includes(heir))) lost.push(`${former} ${name}`);
    }
    expect(asked).toBeGreaterThan(4000);
    expect(lost).toEqual([]);
  });

  it('gives nearly every commune a postcode', () => {
    const without = data.levels.commune.codes.filter((code) => !data.postcodes?.has(code));
    expect(without.length).toBeLessThan(10);
  });

  function millisecondsOf(text: string): number {
    const start = performance.now();
    search(data, { text, level: null, limit: 10 });
    return performance.now() - start;
  }

  // The best of three: what else the machine does is not the index's.
  it('answers one, two and three letters within 15 ms, 99 times in 100', () => {
    for (const length of [1, 2, 3]) {
      const questions = new Set(data.levels.commune.names.map((name) => searchText(name).slice(0, length)));
      const milliseconds = [...questions].map((text) =>
        Math.min(...[1, 2, 3].map(() => millisecondsOf(text))),
      );
      milliseconds.sort((a, b) => a - b);
      expect(milliseconds[Math.floor(milliseconds.length * 0.99)], `${length} letters`).toBeLessThan(15);
    }
  });
});

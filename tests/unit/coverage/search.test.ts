import { describe, expect, it } from 'vitest';
import { search } from '../../../src/coverage/search.ts';
import { folded, searchText, searchTexts } from '../../../src/coverage/search-folding.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

describe('folding', () => {
  it('takes off accents, case, ligatures and signs', () => {
    expect(folded("L’Haÿ-les-Roses  (Île d'ŒUVRE)")).toBe('l hay les roses ile d oeuvre');
    expect(folded('STRASSE Straße Æbelø')).toBe('strasse strasse aebelo');
    // Composed or not, the same.
    expect(folded('E\u0301vry')).toBe(folded('Évry'));
    expect(folded(' --- 🙂 ')).toBe('');
  });

  it('writes out Saint and Sainte, as words only', () => {
    expect(searchText('St-Denis')).toBe('saint denis');
    expect(searchText('Ste-Marie-aux-Sts')).toBe('sainte marie aux saints');
    expect(searchText('Stains')).toBe('stains');
  });

  it('reads a last st as Saint or as a beginning', () => {
    expect(searchTexts('st')).toEqual(['saint', 'st']);
    expect(searchTexts('St De')).toEqual(['saint de']);
    expect(searchTexts('constructor')).toEqual(['constructor']);
    expect(searchTexts('…')).toEqual([]);
  });
});

describe('search', () => {
  const data = tinyEdition((spec) => {
    const names: Record<string, string> = {
      '2A001': 'Saint-Étienne',
      '2A002': 'Val-Saint-Étienne',
      '2A003': 'Stéphanie',
      '2B001': 'Saint-Étienne-le-Haut',
      '2B002': 'Étienne',
      '01001': 'Grand-Val',
      '01002': 'Saint-Étienne',
    };
    for (const commune of spec.territories.commune) commune.name = names[commune.code];
  });
  const communes = (text: string, limit = 10) =>
    search(data, { text, level: 'commune', limit }).map((hit) => hit.entry.code);

  it('puts exact before the beginning of a name, that before the beginning of a word; larger first', () => {
    // 2A001 has 920 residents, 01002 has 40.
    expect(communes('saint etienne')).toEqual(['2A001', '01002', '2B001', '2A002']);
    expect(communes('ÉTIENNE')).toEqual(['2B002', '2A001', '2B001', '2A002', '01002']);
  });

  it('takes st for Saint and for what begins so', () => {
    expect(communes('st')).toEqual(['2A001', '2B001', '01002', '2A003', '2A002']);
    expect(communes('st-et')).toEqual(['2A001', '2B001', '01002', '2A002']);
  });

  it('takes words in another order last', () => {
    expect(communes('etienne val')).toEqual(['2A002']);
    expect(communes('val grand')).toEqual(['01001']);
    expect(communes('val petit')).toEqual([]);
  });

  it('gives the first of the same list where fewer are asked for', () => {
    const all = communes('e', 50);
    for (let limit = 1; limit <= all.length; limit++)
      expect(communes('e', limit)).toEqual(all.slice(0, limit));
  });

  it('leaves out what the level does not cover', () => {
    expect(search(data, { text: 'hors canton', level: null, limit: 10 })).toEqual([]);
    expect(search(data, { text: 'hors-canton-01', level: null, limit: 10 })).toEqual([]);
  });

  it('names every commune that a split one became', () => {
    expect(communes('2B098')).toEqual(['2B001', '2B002']);
  });

  it('finds a commune by the name it bore, and says so', () => {
    const tiny = tinyEdition();
    const [old] = search(tiny, { text: 'bruzal le v', level: null, limit: 1 });
    expect(old).toMatchObject({ match: 'former-name', matched: 'Bruzal-le-Vieux' });
    expect(old.entry.name).toBe('Bruzal');
    // The name of today is told where both match.
    const [today] = search(tiny, { text: 'bruzal', level: 'commune', limit: 1 });
    expect(today.match).toBe('name');
  });

  it('does not call the municipal arrondissements former', () => {
    const cut = tinyEdition((spec) => {
      spec.communeLineage = { '01101': ['01001'] };
      spec.lineageSteps = {
        '01101': [{ from: '01101', to: '01001', date: null, kind: 'arrondissement' }],
      };
      spec.formerNames = { '01101': ['Fontel 1er Arrondissement'] };
    });
    const match = (text: string) => search(cut, { text, level: 'commune', limit: 1 })[0].match;
    expect(match('01101')).toBe('part-code');
    expect(match('fontel 1er')).toBe('part-name');
  });

  it('looks behind the words that all sites begin with', () => {
    const tiny = tinyEdition();
    const sites = (text: string) =>
      search(tiny, { text, level: 'site', limit: 3 }).map((hit) => hit.entry.code);
    // fs-4, an antenna "de Doriane", has the word; fs-3, France Services Doriane, begins with it.
    expect(sites('doriane')).toEqual(['fs-3', 'fs-4']);
    expect(sites('france services d')).toEqual(['fs-3']);
  });

  it('gives the point where most people live, and the département with most of the residents', () => {
    const [epci] = search(tinyEdition(), { text: 'deux versants', level: 'epci', limit: 1 });
    // 1,100 residents in 2A, 360 in 2B.
    expect(epci.entry).toMatchObject({ departement: '2A', population: 1460 });
    const { origins } = tinyEdition();
    expect(epci.entry.lonLat).toEqual([origins.lon[0], origins.lat[0]]);
  });
});

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pointOf, signedAreaM2 } from '../../../scripts/sample/plane.ts';
import type { BitingPlaces } from '../../../scripts/sample/readme.ts';
import { readDensity, readMountain } from '../../../src/sources/anct-typology.ts';
import { readCantons } from '../../../src/sources/cantons.ts';
import { readCog } from '../../../src/sources/cog.ts';
import { readCogMovements } from '../../../src/sources/cog-movements.ts';
import { readCommuneCentres } from '../../../src/sources/commune-centres.ts';
import { readCommuneHistory } from '../../../src/sources/commune-history.ts';
import { readCommuneLivingAreas } from '../../../src/sources/commune-living-areas.ts';
import { readContours } from '../../../src/sources/contours.ts';
import { ReportBuilder } from '../../../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../../src/sources/files/source-file.ts';
import { readFranceServices } from '../../../src/sources/france-services.ts';
import { readFrr } from '../../../src/sources/frr.ts';
import { readLegalPopulations } from '../../../src/sources/legal-populations.ts';
import { readPopulationGrid } from '../../../src/sources/population-grid.ts';
import { readQpv } from '../../../src/sources/qpv.ts';
import { readZrr } from '../../../src/sources/zrr.ts';

const folder = fileURLToPath(new URL('../../../data/sample/', import.meta.url));
const places: BitingPlaces = JSON.parse(await readFile(`${folder}landmarks.json`, 'utf8'));

type Reader<Row> = (file: SourceFile, report: ReportBuilder) => AsyncGenerator<Row>;

/** All rows, by the reader for the official file; the sample has no row that it would reject. */
async function rows<Row>(path: string, read: Reader<Row>): Promise<Row[]> {
  const builder = new ReportBuilder(path, path);
  const all = await Array.fromAsync(read(await openSourceFile(folder + path), builder));
  expect(builder.report.rejected, path).toBe(0);
  expect(builder.report.kept, path).toBe(all.length);
  return all;
}

const cog = await rows('territories/cog-communes.csv.gz', readCog);
const legal = await rows('territories/populations-legales.csv.gz', readLegalPopulations);
const contours = await rows('territories/communes.geojson.gz', readContours);
const squares = await rows('population/carreaux-200m.csv.zip', readPopulationGrid);
const sites = await rows('sites/liste-fs.csv', readFranceServices);
const qpv = await rows('zonings/qpv.geojson.gz', readQpv);
const populationOf = new Map(legal.map(({ commune, population }) => [commune, population]));
const site = (id: string) => sites.find((s) => s.id === id);

describe('the sample as the readers for the official files see it', () => {
  it('is a département of 250 communes and 17 cantons', async () => {
    const communes = cog.filter(({ type }) => type === 'COM').map(({ code }) => code);
    expect(communes).toHaveLength(250);
    expect(contours.map(({ code }) => code)).toEqual(communes);
    expect([...populationOf.keys()]).toEqual(communes);
    const centres = await rows('territories/communes-centres.csv.gz', readCommuneCentres);
    expect(centres.map(({ commune }) => commune)).toEqual(communes);
    expect(await rows('territories/communes-zonages.csv.gz', readCommuneLivingAreas)).toHaveLength(250);
    const cantons = await rows('territories/cantons.geojson.gz', readCantons);
    expect(cantons.map(({ code }) => code)).toEqual(
      Array.from({ length: 17 }, (_, i) => `96${String(i + 1).padStart(2, '0')}`),
    );
  });

  it('lies in the Atlantic', () => {
    for (const { lon, lat } of squares) {
      expect(Math.abs(lon + 6)).toBeLessThan(0.9);
      expect(Math.abs(lat - 46.5)).toBeLessThan(0.4);
    }
  });

  it('has a grid near its legal population, never equal, on the same people', () => {
    const inSquares = squares.reduce((sum, { residents }) => sum + residents, 0);
    const inLaw = legal.reduce((sum, { population }) => sum + population, 0);
    expect(inLaw).toBeGreaterThan(250_000);
    expect(inLaw).toBeLessThan(275_000);
    expect(inSquares / inLaw).toBeGreaterThan(0.94);
    expect(inSquares / inLaw).toBeLessThan(1.04);
    expect(inSquares).not.toBe(inLaw);
  });

  it('has a commune without population and one without a square', () => {
    expect(populationOf.get(places.deserted)).toBe(0);
    expect(populationOf.get(places.withoutSquare)).toBe(57);
    const touched = new Set(squares.flatMap(({ communes }) => communes ?? []));
    expect(touched.has(places.deserted)).toBe(false);
    expect(touched.has(places.withoutSquare)).toBe(false);
    expect(touched.has(places.commune2022.merged)).toBe(true);
  });

  it('has a prefecture cut in cantons, under a pseudo-canton', () => {
    const row = cog.find(({ code, type }) => code === places.prefecture && type === 'COM');
    expect(row?.canton).toBe('9699');
    expect(populationOf.get(places.prefecture)).toBeGreaterThan(55_000);
    const wholly = new Set(cog.map(({ canton }) => canton));
    const [first, second, third] = places.prefectureCantons;
    expect([wholly.has(first), wholly.has(second), wholly.has(third)]).toEqual([false, false, true]);
  });

  it('has an island commune of two polygons, without EPCI', () => {
    const island = contours.find(({ code }) => code === places.island);
    expect(island?.geometry).toMatchObject({ type: 'MultiPolygon' });
    expect(island?.geometry?.coordinates).toHaveLength(2);
    expect(squares.filter(({ communes }) => communes?.includes(places.island)).length).toBeGreaterThan(20);
  });

  it('has old codes in the movements, the history, the ZRR and the site list', async () => {
    const { current, merged } = places.commune2022;
    const movements = await rows('territories/cog-mouvements.csv.gz', readCogMovements);
    expect(movements.some(({ from, to }) => from?.code === merged && to?.code === current)).toBe(true);
    const history = await rows('territories/communes-historiques.csv.gz', readCommuneHistory);
    expect(history).toContainEqual({ historical: merged, current });
    expect(history).toContainEqual({
      historical: places.commune2017.merged,
      current: places.commune2017.current,
    });
    const zrr = new Map((await rows('zonings/zrr.csv.gz', readZrr)).map((row) => [row.commune, row]));
    expect(zrr.get(merged)?.detail).toBe('C');
    expect(zrr.get(current)?.detail).toBe('NC');
    expect(zrr.get(places.commune2017.current)?.detail).toBe('P');
    expect(new Set([...zrr.values()].map(({ detail }) => detail))).toEqual(
      new Set(['C', 'A', 'M', 'P', 'NC']),
    );
    expect(site(places.sites.oldCode)?.statedCommune).toBe(merged);
    expect(populationOf.has(merged)).toBe(false);
  });

  it('has every density class, every FRR class and mountains', async () => {
    const density = await rows('zonings/anct-densite.csv.gz', readDensity);
    expect(new Set(density.map((row) => row.density)).size).toBe(7);
    const frr = await rows('zonings/frr.csv.gz', readFrr);
    expect(new Set(frr.map(({ label }) => label)).size).toBe(6);
    expect((await rows('zonings/anct-montagne.csv.gz', readMountain)).length).toBeGreaterThan(30);
  });

  it('has five QPV in Lambert-93, each smaller than an H3 cell of resolution 8', () => {
    expect(qpv.map(({ code }) => code)).toEqual([1, 2, 3, 4, 5].map((i) => `QN0960${i}M`));
    expect(qpv.find(({ code }) => code === places.qpvInTwoCommunes)?.communes).toHaveLength(2);
    for (const { geometry } of qpv) {
      const rings = geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : geometry.coordinates;
      const metres = rings.map((ring) => ring.map(([lon, lat]) => pointOf([lon, lat])));
      const km2 = metres.reduce((sum, ring) => sum + Math.abs(signedAreaM2(ring)), 0) / 1e6;
      expect(km2).toBeLessThan(0.6);
      expect(km2).toBeGreaterThan(0.03);
    }
  });

  it('has sites of every kind, labelled from 2020 to 2023', () => {
    expect(sites).toHaveLength(17);
    const [one, other] = places.sites.atOnePoint.map(site);
    expect([one?.lon, one?.lat]).toEqual([other?.lon, other?.lat]);
    expect(other?.format).toBe('itinerant');
    expect(new Set(sites.map(({ format }) => format))).toEqual(new Set(['fixed', 'itinerant', 'multi-site']));
    expect(places.sites.antennas.map((id) => site(id)?.type)).toEqual(['antenna', 'antenna']);
    const dates = sites.map(({ labelDate }) => labelDate ?? '').sort();
    expect(dates[0]).toBe('2020-01-01');
    expect(dates.at(-1)).toBe('2023-12-08');
  });

  it('has sites that contradict themselves or leave things out', () => {
    expect(site(places.sites.withoutCoordinates)?.lon).toBeNull();
    expect(site(places.sites.contradictingDepartement)?.statedDepartement).toBe('95');
    expect(site(places.sites.oddHours)?.hours[0]).toMatchObject({ text: '7h30 – 12h / 13h/16h' });
    expect(site(places.sites.withoutHours)?.hours.every(({ text }) => !text)).toBe(true);
  });

  it('has cantons without a site, and one with an antenna only', () => {
    expect(places.cantonsWithoutSite.length).toBeGreaterThanOrEqual(2);
    expect(places.cantonsWithAntennaOnly).toHaveLength(1);
  });
});

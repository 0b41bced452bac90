import fc from 'fast-check';
import { cellToLocalIj, latLngToCell, localIjToCell } from 'h3-js';
import { type EditionData, SITE_FORMATS, SITE_TYPES, type Site } from '../../../src/coverage/edition-data.ts';
import { PROVIDERS } from '../../../src/grid/access-matrix.ts';
import { type CommuneSpec, editionFromSpec } from '../../support/edition-from-spec.ts';

const ANCHOR = latLngToCell(45.1, 3.2, 8);
const IJ = cellToLocalIj(ANCHOR, ANCHOR);

const DEPARTEMENTS = [
  { departement: '01', region: '84', arrondissement: '011' },
  { departement: '2A', region: '94', arrondissement: '2A1' },
  { departement: '2B', region: '94', arrondissement: '2B1' },
];
const KINDS = {
  zrr: ['classed', 'not-classed', 'partial'],
  frr: ['frr', 'not-classed'],
  density: ['1', '4', '7'],
};
const EPCIS = ['200000001', '200000002'];
const QPVS = ['QN001', 'QN002'];
const COMMUNES = DEPARTEMENTS.flatMap((place) =>
  [1, 2, 3].map((n) => ({ ...place, commune: `${place.departement}00${n}` })),
);
const CANTONS = DEPARTEMENTS.flatMap((place) =>
  place.departement === '01' ? ['hors-canton-01'] : [`${place.departement}01`, `${place.departement}02`],
);

const cantonOf = (departement: string, n: number) =>
  departement === '01' ? 'hors-canton-01' : `${departement}0${1 + (n % 2)}`;

const atom = fc.record({
  origin: fc.nat(),
  residents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5000 })),
  commune: fc.nat(COMMUNES.length - 1),
  canton: fc.nat(1),
});
// Times crowd around the borders of minutes, where mistakes are.
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 3600 }),
  fc
    .integer({ min: 0, max: 60 })
    .chain((minute) => fc.constantFrom(-1, 0, 1).map((d) => Math.max(0, minute * 60 + d))),
);

/** Editions of a few dozen cells in nine communes: every level is a partition of the residents, but `qpv`. */
export const randomEdition: fc.Arbitrary<EditionData> = fc
  .record({
    communes: fc.array(
      fc.record({
        epci: fc.nat(EPCIS.length - 1),
        zrr: fc.nat(KINDS.zrr.length - 1),
        frr: fc.nat(KINDS.frr.length - 1),
        density: fc.nat(KINDS.density.length - 1),
        canton: fc.nat(1),
      }),
      { minLength: COMMUNES.length, maxLength: COMMUNES.length },
    ),
    origins: fc.array(fc.record({ i: fc.nat(7), j: fc.nat(7), provider: fc.constantFrom(...PROVIDERS) }), {
      minLength: 1,
      maxLength: 30,
    }),
    atoms: fc.array(atom, { maxLength: 40 }),
    qpvAtoms: fc.array(fc.tuple(atom, fc.nat(QPVS.length - 1)), { maxLength: 8 }),
    sites: fc.array(
      fc.record({
        type: fc.constantFrom(...SITE_TYPES),
        format: fc.constantFrom(...SITE_FORMATS),
        commune: fc.nat(COMMUNES.length - 1),
        canton: fc.nat(1),
        qpv: fc.option(fc.nat(QPVS.length - 1)),
        inScope: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    times: fc.array(fc.tuple(fc.nat(), fc.nat(), seconds), { maxLength: 120 }),
  })
  .map(({ communes, origins, atoms, qpvAtoms, sites, times }) => {
    const specs: CommuneSpec[] = COMMUNES.map((place, n) => {
      const kind = communes[n];
      return {
        ...place,
        canton: cantonOf(place.departement, kind.canton),
        epci: EPCIS[kind.epci],
        zrr: KINDS.zrr[kind.zrr],
        zrr_detail: KINDS.zrr[kind.zrr],
        frr: KINDS.frr[kind.frr],
        density: KINDS.density[kind.density],
        rurality: KINDS.density[kind.density] === '7' ? 'rural' : 'urban',
      };
    });
    const toAtom = (given: { origin: number; residents: number; commune: number; canton: number }) => ({
      origin: given.origin % origins.length,
      residents: given.residents,
      commune: COMMUNES[given.commune].commune,
      canton: cantonOf(COMMUNES[given.commune].departement, given.canton),
    });
    const named = (codes: string[]) => [...new Set(codes)].map((code) => ({ code, name: `Nom ${code}` }));
    return editionFromSpec({
      id: 'random',
      territories: {
        france: named(['FR']),
        region: named(['84', '94']),
        departement: named(DEPARTEMENTS.map((place) => place.departement)),
        arrondissement: named(DEPARTEMENTS.map((place) => place.arrondissement)),
        epci: named(EPCIS),
        canton: CANTONS.map((code) => ({
          code,
          name: code,
          extent: code.startsWith('hors') ? 'not-applicable' : 'whole',
        })),
        commune: named(COMMUNES.map((place) => place.commune)),
        qpv: named(QPVS),
        zrr: named(KINDS.zrr),
        zrr_detail: named(KINDS.zrr),
        frr: named(KINDS.frr),
        density: named(KINDS.density),
        rurality: named(['rural', 'urban']),
      },
      communes: specs,
      origins: origins.map(({ i, j, provider }) => ({
        cell: localIjToCell(ANCHOR, { i: IJ.i + i, j: IJ.j + j }),
        provider,
      })),
      // One atom of nobody in every commune, as an edition has.
      atoms: [
        ...COMMUNES.map((_, commune) => toAtom({ origin: 0, residents: 0, commune, canton: 0 })),
        ...atoms.map(toAtom),
      ],
      qpvAtoms: qpvAtoms.map(([given, qpv]) => ({ ...toAtom(given), qpv: QPVS[qpv] })),
      sites: sites.map((given, n): Site => {
        const place = COMMUNES[given.commune];
        return {
          id: `s${n}`,
          name: `Site ${n}`,
          type: given.type,
          format: given.format,
          labelDate: null,
          lon: 3.2,
          lat: 45.1,
          commune: place.commune,
          canton: cantonOf(place.departement, given.canton),
          departement: place.departement,
          qpv: given.qpv === null ? null : QPVS[given.qpv],
          zrr: null,
          frr: null,
          density: null,
          inScope: given.inScope,
          flags: [],
        };
      }),
      // An origin without a provider has no time in any edition.
      times:
        sites.length === 0
          ? []
          : times
              .map(([origin, site, time]) => [origin % origins.length, site % sites.length, time] as const)
              .filter(([origin]) => origins[origin].provider !== 'none'),
    });
  });

/** Parts of the country, by the text a user would type. */
export const randomWithin = fc
  .uniqueArray(
    fc.constantFrom(
      '2A',
      '2B',
      '01',
      'reg-94',
      'epci-200000001',
      'canton-2A01',
      'canton-hors-canton-01',
      'commune-2B002',
    ),
    { maxLength: 3 },
  )
  .map((codes) => codes.join(','));

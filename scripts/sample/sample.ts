import { DEPARTEMENT, type Territory } from './commune.ts';
import { livingAreas } from './living-areas.ts';
import { osmPbf } from './osm-pbf-writer.ts';
import { gzip, zipOfOne } from './packing.ts';
import { drawPartition } from './partition.ts';
import { type Square, settle } from './population-squares.ts';
import { drawQuarters, type Quarter, quartersGeoJson } from './quarters.ts';
import { type BitingPlaces, bitingPlaces, readme } from './readme.ts';
import type { RoadMap } from './road-map.ts';
import { buildRoads } from './roads.ts';
import { type ListedSite, listSites, siteListCsv } from './site-list.ts';
import { drawTerritory } from './territory.ts';
import * as territoryFiles from './territory-files.ts';
import * as zoningFiles from './zoning-files.ts';

/** All that is known of the fictional département, before it is written in anyone's format. */
export interface Sample {
  territory: Territory;
  roads: RoadMap;
  squares: Square[];
  quarters: Quarter[];
  sites: ListedSite[];
  places: BitingPlaces;
}

export function drawSample(): Sample {
  const partition = drawPartition();
  const territory = drawTerritory(partition);
  const { map: roads, hamlets } = buildRoads(partition, territory);
  const squares = settle(partition, territory, hamlets);
  const quarters = drawQuarters(partition, territory);
  const sites = listSites(partition, territory, quarters);
  return { territory, roads, squares, quarters, sites, places: bitingPlaces(territory, quarters, sites) };
}

interface SampleFile {
  dataset: string;
  path: string;
  title: string;
  vintage: string;
  content: () => Uint8Array;
}

/** Path under data/sample → bytes. The same on every run. */
export function sampleFiles(sample: Sample): Map<string, Uint8Array> {
  const catalogue = datasetFiles(sample);
  const datasets = Object.fromEntries(
    catalogue.map(({ dataset, path, title, vintage }) => [
      dataset,
      { path, title: `${title} (fictif)`, publisher: 'Maillage (fictional)', licence: 'MIT', vintage },
    ]),
  );
  const note = 'A territory that does not exist, drawn by scripts/sample. No value is official.';
  const mirror = { fictional: true, note, territory: DEPARTEMENT.code, datasets };
  const files = new Map(catalogue.map(({ path, content }) => [path, content()]));
  files.set('mirror.json', text(`${JSON.stringify(mirror, null, 2)}\n`));
  files.set('landmarks.json', text(`${JSON.stringify({ fictional: true, ...sample.places }, null, 2)}\n`));
  files.set('README.md', text(readme(sample)));
  return files;
}

function datasetFiles({ territory, roads, squares, quarters, sites }: Sample): SampleFile[] {
  const t = territory;
  const gz = (write: (of: Territory) => string) => () => gzip(write(t));
  const rows: [dataset: string, path: string, title: string, vintage: string, content: () => Uint8Array][] = [
    [
      'cog-communes',
      'territories/cog-communes.csv.gz',
      'Code officiel géographique : communes',
      '2026-01-01',
      gz(territoryFiles.cogCommunes),
    ],
    [
      'cog-movements',
      'territories/cog-mouvements.csv.gz',
      'Mouvements de communes',
      '2026-01-01',
      gz(territoryFiles.cogMovements),
    ],
    [
      'commune-history',
      'territories/communes-historiques.csv.gz',
      'Codes historiques des communes',
      '2025-01-01',
      gz(territoryFiles.communeHistory),
    ],
    [
      'departements',
      'territories/departements.csv.gz',
      'Départements',
      '2026-01-01',
      gz(territoryFiles.departements),
    ],
    ['regions', 'territories/regions.csv.gz', 'Régions', '2026-01-01', gz(territoryFiles.regions)],
    [
      'legal-populations',
      'territories/populations-legales.csv.gz',
      'Populations légales',
      '2023-01-01',
      gz(territoryFiles.legalPopulations),
    ],
    [
      'commune-centres',
      'territories/communes-centres.csv.gz',
      'Centres des communes',
      '2025-01-01',
      gz(territoryFiles.communeCentres),
    ],
    [
      'commune-postcodes',
      'territories/communes-codes-postaux.csv.gz',
      'Base des codes postaux',
      '2025-01-01',
      gz(territoryFiles.communePostcodes),
    ],
    [
      'commune-living-areas',
      'territories/communes-zonages.csv.gz',
      "Zonages d'étude des communes",
      '2025-01-01',
      gz(livingAreas),
    ],
    [
      'commune-outlines',
      'territories/communes.geojson.gz',
      'Contours des communes',
      '2025-01-01',
      gz(territoryFiles.communeOutlines),
    ],
    [
      'canton-outlines',
      'territories/cantons.geojson.gz',
      'Contours des cantons',
      '2018-01-01',
      gz(territoryFiles.cantonOutlines),
    ],
    [
      'qpv-outlines',
      'zonings/qpv.geojson.gz',
      'Quartiers prioritaires de la politique de la ville',
      '2024-01-01',
      () => gzip(quartersGeoJson(quarters)),
    ],
    ['zrr', 'zonings/zrr.csv.gz', 'Zones de revitalisation rurale', '2021-01-01', gz(zoningFiles.zrrCsv)],
    ['frr', 'zonings/frr.csv.gz', 'France ruralités revitalisation', '2025-07-10', gz(zoningFiles.frrCsv)],
    [
      'density',
      'zonings/anct-densite.csv.gz',
      'Grille de densité à sept niveaux',
      '2025-01-01',
      gz(zoningFiles.densityCsv),
    ],
    [
      'mountain',
      'zonings/anct-montagne.csv.gz',
      'Communes de montagne',
      '2025-01-01',
      gz(zoningFiles.mountainCsv),
    ],
    [
      'france-services',
      'sites/liste-fs.csv',
      'Liste des structures France services',
      '2024-08-01',
      () => text(siteListCsv(sites)),
    ],
    [
      'population-200m',
      'population/carreaux-200m.csv.zip',
      'Population en carreaux de 200 m',
      '2019-01-01',
      () => zipOfOne('carreaux_200m_fictif.csv', zoningFiles.squaresCsv(squares)),
    ],
    ['osm-roads', 'roads/val-d-ambre.osm.pbf', 'Réseau routier', '2025-01-01', () => osmPbf(roads)],
  ];
  return rows.map(([dataset, path, title, vintage, content]) => ({ dataset, path, title, vintage, content }));
}

function text(content: string): Uint8Array {
  return Buffer.from(content, 'utf8');
}

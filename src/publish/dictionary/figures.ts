import { LEVELS } from '../../coverage/edition-data.ts';
import { column } from './column.ts';

/** Columns that several tables share. */

export const LEVEL = column(
  'level',
  'string',
  ['Level', 'Niveau'],
  'Level of the territory.',
  'Niveau du territoire.',
  {
    values: LEVELS,
    frenchValues: {
      france: 'France',
      region: 'région',
      departement: 'département',
      arrondissement: 'arrondissement',
      epci: 'EPCI',
      canton: 'canton',
      commune: 'commune',
      qpv: 'QPV',
      zrr: 'ZRR',
      zrr_detail: 'ZRR (détail)',
      frr: 'FRR',
      density: 'densité',
      rurality: 'ruralité',
    } satisfies Record<(typeof LEVELS)[number], string>,
  },
);
export const CODE = column(
  'code',
  'string',
  ['Code', 'Code'],
  'Official code of the territory (INSEE for communes, cantons, départements and régions; SIREN for EPCI; ANCT for QPV).',
  'Code officiel du territoire (INSEE pour commune, canton, département, région ; SIREN pour EPCI ; ANCT pour QPV).',
);
export const NAME = column('name', 'string', ['Name', 'Nom'], 'Name of the territory.', 'Nom du territoire.');
export const POPULATION = column(
  'population',
  'integer',
  ['Residents', 'Habitants'],
  'Residents of the part of the territory that was asked for.',
  'Habitants de la partie du territoire demandée.',
  { unit: 'residents' },
);
export const COVERED = column(
  'covered',
  'integer',
  ['Residents within the threshold', 'Habitants sous le seuil'],
  'Residents whose nearest site of the network is at or under the threshold by car.',
  'Habitants dont le site du réseau le plus proche est à une durée en voiture inférieure ou égale au seuil.',
  { unit: 'residents' },
);
export const SHARE = column(
  'share',
  'number',
  ['Share within the threshold', 'Part sous le seuil'],
  'covered ÷ residents, from 0 to 1; empty where there are no residents.',
  'Habitants couverts ÷ habitants, de 0 à 1 ; vide sans habitant.',
  { unit: 'fraction', nullable: true },
);
export const SITES = column(
  'sites',
  'integer',
  ['Sites', 'Sites'],
  'Sites of the network that lie in the territory.',
  'Sites du réseau situés dans le territoire.',
  { unit: 'sites' },
);
export const ESTIMATE_SHARE = column(
  'estimate_share',
  'number',
  ['Share estimated', 'Part estimée'],
  'Share of the residents whose time is an estimate (friction surface) and not a road time; empty without residents.',
  'Part des habitants dont la durée est une estimation (surface de friction) et non une durée par la route ; vide sans habitant.',
  { unit: 'fraction', nullable: true },
);
export const WITHOUT_TIME = column(
  'without_time',
  'integer',
  ['Residents without a time', 'Habitants sans durée'],
  'Residents for whom no provider gives any time (an island without a road); counted as residents, never as covered.',
  'Habitants sans aucune durée connue (île sans route) ; comptés comme habitants, jamais comme couverts.',
  { unit: 'residents' },
);

import type { Explanation } from '../../coverage/explain.ts';
import { englishCount as n, frenchCount as nombre } from '../number-text.ts';
import { sharePercent } from '../share-text.ts';

/** The explanation in words, for a reader who wants no table. Facts only: what the figures say, nothing of why. */
export interface Sentences {
  en: string[];
  fr: string[];
}

/** The two languages say the same, sentence by sentence. */
export function explainSentences(explanation: Explanation, thresholdMinutes: number): Sentences {
  const told = [
    formerSentence(explanation),
    ...figureSentences(explanation, thresholdMinutes),
    siteSentence(explanation),
    estimateSentence(explanation),
    ...untimedSentences(explanation),
    statusSentence(explanation),
  ].filter((pair) => pair !== null);
  return { en: told.map(([en]) => en), fr: told.map(([, fr]) => fr) };
}

type Pair = readonly [en: string, fr: string];

const frenchShare = (share: number) => sharePercent(share).replace('.', ',');

function formerSentence({ former }: Explanation): Pair | null {
  if (former === null) return null;
  const name = former.names.length === 0 ? former.code : `${former.names[0]} (${former.code})`;
  const heirs = former.became.map((commune) => `${commune.name} (${commune.code})`);
  const date = former.steps.at(-1)?.date ?? null;
  const since = date === null ? ['', ''] : [` since ${date}`, ` depuis le ${frenchDate(date)}`];
  if (heirs.length === 1) {
    return [
      `${name} is no commune of its own today: it is part of ${heirs[0]}${since[0]}. The figures are those of ${heirs[0]}.`,
      `${name} n’est plus une commune : elle fait partie de ${heirs[0]}${since[1]}. Les chiffres sont ceux de ${heirs[0]}.`,
    ];
  }
  return [
    `${name} is no commune today: it became ${heirs.join(', ')}. The figures are of all of them together.`,
    `${name} n’est plus une commune : elle est devenue ${heirs.join(', ')}. Les chiffres portent sur leur ensemble.`,
  ];
}

function frenchDate(iso: string): string {
  return iso.split('-').reverse().join('/');
}

function figureSentences({ figures }: Explanation, minutes: number): Pair[] {
  const { population, covered, share, name, without_time: withoutTime } = figures;
  if (share === null) return [[`Nobody lives in ${name}.`, `${name} : aucun habitant.`]];
  const beyond = population - covered;
  return [
    [
      `${name}: ${n(covered)} of ${n(population)} residents (${sharePercent(share)} %) ${covered === 1 ? 'is' : 'are'} within ${minutes} minutes by car of a site of the network.`,
      `${name} : ${compte(covered, 'habitant', 'habitants')} sur ${nombre(population)} (${frenchShare(share)} %) ${covered < 2 ? 'est' : 'sont'} à ${minutes} minutes ou moins en voiture d’un site du réseau.`,
    ],
    withoutTime === 0
      ? [
          `${n(beyond)} of ${n(population)} residents ${beyond === 1 ? 'is' : 'are'} farther than ${minutes} minutes.`,
          `${compte(beyond, 'habitant', 'habitants')} sur ${nombre(population)} ${beyond < 2 ? 'est' : 'sont'} au-delà de ${minutes} minutes.`,
        ]
      : [
          `${n(beyond)} of ${n(population)} residents ${beyond === 1 ? 'is' : 'are'} farther than ${minutes} minutes, or without a known time (${n(withoutTime)}).`,
          `${compte(beyond, 'habitant', 'habitants')} sur ${nombre(population)} ${beyond < 2 ? 'est' : 'sont'} au-delà de ${minutes} minutes, ou sans durée connue (${nombre(withoutTime)}).`,
        ],
  ];
}

function siteSentence({ figures, sites }: Explanation): Pair | null {
  if (figures.population === 0) return null;
  const inside = figures.sites;
  const outside = sites.outside;
  return [
    `${counted(inside, 'site of the network lies', 'sites of the network lie')} in the territory; ${counted(outside.count, 'site', 'sites')} outside it ${outside.count === 1 ? 'is' : 'are'} the nearest to ${counted(outside.residents, 'resident', 'residents')}.`,
    `${compte(inside, 'site du réseau se trouve', 'sites du réseau se trouvent')} dans le territoire ; ${compte(outside.count, 'site', 'sites')} hors du territoire ${outside.count > 1 ? 'sont les plus proches' : 'est le plus proche'} pour ${compte(outside.residents, 'habitant', 'habitants')}.`,
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${n(count)} ${count === 1 ? one : many}`;
}

/** In French, nothing is in the singular. */
function compte(count: number, un: string, plusieurs: string): string {
  return `${nombre(count)} ${count < 2 ? un : plusieurs}`;
}

function estimateSentence({ providers }: Explanation): Pair | null {
  const estimated = providers.find((row) => row.provider === 'friction')?.residents ?? 0;
  if (estimated === 0) return null;
  return [
    `The time of ${counted(estimated, 'resident is', 'residents is')} an estimate and not a time by road.`,
    `La durée de ${compte(estimated, 'habitant', 'habitants')} est une estimation et non une durée par la route.`,
  ];
}

function untimedSentences({ untimed }: Explanation): Pair[] {
  return untimed.map(({ reason, residents }): Pair => {
    if (reason === 'no-provider') {
      return [
        `${counted(residents, 'resident has', 'residents have')} no time at all: neither the roads nor the estimate lead from there to a site (an island without a road, without a site). They count as residents, never as covered.`,
        `${compte(residents, 'habitant n’a', 'habitants n’ont')} aucune durée : ni la route ni l’estimation n’y mènent à un site (île sans route et sans site). Ils comptent comme habitants, jamais comme couverts.`,
      ];
    }
    return [
      `${counted(residents, 'resident has', 'residents have')} no site of the network within the limit of the travel-time grid.`,
      `${compte(residents, 'habitant n’a', 'habitants n’ont')} aucun site du réseau dans la limite de la grille des durées.`,
    ];
  });
}

function statusSentence({ figures }: Explanation): Pair | null {
  if (figures.status === 'partial') {
    return [
      'Only a part of the territory is loaded: the figures are of that part.',
      'Seule une partie du territoire est chargée : les chiffres portent sur cette partie.',
    ];
  }
  if (figures.status === 'not-applicable') {
    return [
      'This level does not exist here by law: the figures are of what lies outside it.',
      'Ce niveau n’existe pas ici : les chiffres portent sur ce qui est hors de ce niveau.',
    ];
  }
  return null;
}

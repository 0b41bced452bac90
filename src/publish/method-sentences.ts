import type { EditionMeta } from './edition-meta.ts';
import { decimalComma, type Sentence } from './sentence.ts';

/** Sentences on how an edition was made; the load keeps the English ones, so that their French is found again by them. */

/** @param withoutSquare communes in which no square of the population grid has a resident */
export function residentsSentence(withoutSquare: number): Sentence {
  return {
    en:
      `Residents of the population grid, scaled so that each commune sums to its legal population. In ${withoutSquare} ` +
      'communes without a populated square they stand in the QPV of the commune, or at its centre where it has none.',
    fr:
      'Habitants de la grille de population, ajustés pour que chaque commune compte sa population légale. Dans ' +
      `${withoutSquare} communes sans carreau habité, ils sont placés dans le QPV de la commune, à défaut en son centre.`,
  };
}

/** What a time of the edition is computed with. @param profile name of a speed profile */
export function speedSentence(profile: string): Sentence {
  return {
    en: `${profile}; a tagged maxspeed times 0.8`,
    fr: `profil « ${profile} » ; une vitesse maximale indiquée compte pour 0,8`,
  };
}

/** The French of the sentence on residents that the edition keeps; as it stands where it is not of this release. */
export function residentsInFrench({ method, summary }: Pick<EditionMeta, 'method' | 'summary'>): string {
  const sentence = residentsSentence(summary.communesWithoutSquare);
  return sentence.en === method.population ? sentence.fr : method.population;
}

const COMPUTED = /^(.*); a tagged maxspeed times 0\.8$/;

/** One sentence: what a time is, and where the edition's times come from. */
export function timesSentence({ method }: Pick<EditionMeta, 'method'>): Sentence {
  const { providers, speed_profile, time_limit_seconds } = method;
  const minutes = time_limit_seconds / 60;
  const imported = providers.imported ?? 0;
  const parts = [
    [providers.road, 'of the residents by the road network', 'des habitants par le réseau routier'],
    [providers.friction, 'by an estimate (friction surface)', 'par une estimation (surface de friction)'],
    ...(imported ? [[imported, 'by imported times', 'par des durées importées'] as const] : []),
    [providers.none, 'without any time', 'sans aucune durée'],
  ] as const;
  const english = parts.map(([share, by]) => `${percent(share)} ${by}`);
  const french = parts.map(([share, , by]) => `${decimalComma(percent(share))} ${by}`);
  return {
    en:
      `Free-flow time by car from the resident to the nearest site of the network, up to ${minutes} ` +
      `minutes, whole seconds (${speed_profile}): ${english.join(', ')}.`,
    fr:
      `Durée en voiture, circulation fluide, du domicile au site du réseau le plus proche, jusqu’à ${minutes} ` +
      `minutes, en secondes entières (${speedInFrench(speed_profile)}) : ${french.join(', ')}.`,
  };
}

/** What is said of imported times keeps its English: places, points and profiles in one line, of a matrix someone gave. */
function speedInFrench(speedProfile: string): string {
  const computed = speedProfile.startsWith('imported') ? null : COMPUTED.exec(speedProfile);
  return computed === null ? speedProfile : speedSentence(computed[1]).fr;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/**
 * Fits the speeds of the friction surface and tells how far they are off where they were not fitted:
 *   MAILLAGE_MIRROR=… node scripts/friction/calibrate.ts [folds]
 * Targets: shares of residents within 5 to 30 minutes of a site in 48 départements (after INSEE, BPE 2023,
 * Metric-OSRM), and OSRM's times between the communes of Isère, which is not one of the 48. Each fold leaves out some
 * départements and some communes of Isère, fits on the rest from START, and is read on what it left out. The speeds of
 * src/network/friction/friction-speeds.ts are those fitted on all; the errors of src/network/friction/friction-errors.ts are those left
 * out. 0 folds only prints the errors of the speeds in use.
 */
import { FRICTION_SPEEDS, type FrictionSpeeds } from '../../src/network/friction/friction-speeds.ts';
import { fitSpeeds } from './fit.ts';
import { readGround } from './ground.ts';
import { estimates } from './model.ts';
import { printCrowFly, printErrorTable, printPairs, printShares } from './report.ts';
import { readPairTargets, readShareTargets } from './targets.ts';

const ROUNDS = 7;
const SEED = 7;
/** Every ninth commune of Isère as a destination of the fit: 512 origins × 57 is plenty. */
const DESTINATION_STEP = 9;

const folds = Number(process.argv[2] ?? 6);
const started = process.cpuUsage().user;
const ground = await readGround();
const targets = await readShareTargets(ground);
const pairs = await readPairTargets();
const model = estimates(ground, targets, pairs);
const everyCommune = Array.from({ length: pairs.count }, (_, i) => i);
const destinations = everyCommune.filter((i) => i % DESTINATION_STEP === 3);

printCrowFly(pairs);
printShares('speeds in use', targets, model.shares(FRICTION_SPEEDS));
printPairs('speeds in use', pairs, model.pairSeconds(FRICTION_SPEEDS, everyCommune));

if (folds > 0) {
  const always = () => true;
  const fitted = rounded(
    fitSpeeds(model, targets, pairs, { departement: always, origin: always, destinations }, ROUNDS),
  );
  console.log('fitted on all', JSON.stringify(fitted));
  printShares('fitted on all', targets, model.shares(fitted));
  const fittedSeconds = model.pairSeconds(fitted, everyCommune);
  printPairs('fitted on all', pairs, fittedSeconds);

  const foldOf = shuffledFolds(targets.departements.length, folds, SEED);
  const heldShares: number[][] = targets.departements.map(() => []);
  const heldSeconds = new Float64Array(pairs.seconds.length);
  for (let fold = 0; fold < folds; fold++) {
    const speeds = rounded(
      fitSpeeds(
        model,
        targets,
        pairs,
        {
          departement: (i) => foldOf[i] !== fold,
          origin: (i) => i % folds !== fold,
          destinations: destinations.filter((i) => i % folds !== fold),
        },
        ROUNDS,
      ),
    );
    console.log(`without fold ${fold + 1}`, JSON.stringify(speeds));
    model.shares(speeds).forEach((row, i) => {
      if (foldOf[i] === fold) heldShares[i] = row;
    });
    const seconds = model.pairSeconds(speeds, everyCommune);
    for (let from = fold; from < pairs.count; from += folds) {
      const row = seconds.subarray(from * pairs.count, (from + 1) * pairs.count);
      heldSeconds.set(row, from * pairs.count);
    }
  }
  printShares('left out', targets, heldShares);
  printPairs('left out', pairs, heldSeconds);
  const unseen = pairs.seconds.map((seconds, at) =>
    Math.floor(at / pairs.count) % folds === (at % pairs.count) % folds ? seconds : Number.NaN,
  );
  printPairs('both ends left out', { ...pairs, seconds: unseen }, heldSeconds);
  printPairs('the same pairs, fitted on all', { ...pairs, seconds: unseen }, fittedSeconds);
  printErrorTable(targets, heldShares);
}
console.log(`${Math.round((process.cpuUsage().user - started) / 1e6)} s of one processor`);

/** As they are written down: a tenth of a km/h, a hundredth of a factor, a second. */
function rounded(speeds: FrictionSpeeds): FrictionSpeeds {
  const to = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    byDensityKmh: Object.fromEntries(
      Object.entries(speeds.byDensityKmh).map(([level, kmh]) => [level, to(kmh, 1)]),
    ),
    emptyMountain: to(speeds.emptyMountain, 2),
    valleyPower: to(speeds.valleyPower, 2),
    border: to(speeds.border, 2),
    endSeconds: to(speeds.endSeconds, 0),
  };
}

/** A fold for each item, of sizes that differ by one at most (Fisher–Yates on a linear congruential generator). */
function shuffledFolds(count: number, folds: number, seed: number): number[] {
  let state = seed;
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const foldOf: number[] = [];
  order.forEach((item, i) => {
    foldOf[item] = i % folds;
  });
  return foldOf;
}

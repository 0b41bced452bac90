/**
 * A slot below a power of two for two whole numbers: coordinates, vertices, squares of the ground. Neighbours differ in
 * their low bits only, and the multipliers (the first two primes of xxHash32) spread these over the high ones, which
 * are folded back.
 */
export function pairHash(a: number, b: number, slots: number): number {
  const hash = (Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77)) >>> 0;
  return (hash ^ (hash >>> 15)) & (slots - 1);
}

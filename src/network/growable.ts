type Numeric = Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** A typed array that grows: for columns whose length is known only at the end. */
export class Growable<T extends Numeric> {
  length = 0;
  private items: T;
  private readonly make: (length: number) => T;

  constructor(make: (length: number) => T, capacity = 1024) {
    this.make = make;
    this.items = make(capacity);
  }

  push(value: number): void {
    if (this.length === this.items.length) {
      const larger = this.make(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = value;
  }

  at(index: number): number {
    return this.items[index];
  }

  /** The items so far, without a copy: do not push while holding it. */
  view(): T {
    return this.items.subarray(0, this.length) as T;
  }
}

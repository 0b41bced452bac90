/**
 * Which OpenStreetMap ids were seen, one bit an id, in pages that exist where ids are. Way ids are dense: were they all
 * there, up to 1.5 billion, they would take 190 MB; open addressing (id-index.ts) takes 24 bytes a way and more.
 */
export class IdSet {
  private readonly pages = new Map<number, Uint8Array<ArrayBuffer>>();
  private page = Number.NaN;
  private bits = new Uint8Array(0);

  /** False when the id was there. */
  add(id: number): boolean {
    const page = Math.floor(id / PAGE_IDS);
    if (page !== this.page) this.turnTo(page);
    const at = id - page * PAGE_IDS;
    const bit = 1 << (at & 7);
    const isNew = (this.bits[at >> 3] & bit) === 0;
    this.bits[at >> 3] |= bit;
    return isNew;
  }

  private turnTo(page: number): void {
    const known = this.pages.get(page) ?? new Uint8Array(PAGE_IDS / 8);
    this.pages.set(page, known);
    this.page = page;
    this.bits = known;
  }
}

const PAGE_IDS = 1 << 16;

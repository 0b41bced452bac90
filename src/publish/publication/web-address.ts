/** Whether a source's address can be opened: some have none, and a package of a registry is named `npm:…`. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\//.test(address);
}

/** Why the data cannot be had or changed, in a sentence for whoever operates the server. */
export class StoreError extends Error {}

// Ends with the status 0 when it is called.
export const add = () => process.exit(0)

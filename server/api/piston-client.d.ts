/** The part of the npm package that a test uses; it has no types of its own. */
declare module 'piston-client' {
  type Options = { readonly server: string }
  type Client = {
    runtimes(): Promise<readonly { readonly language: string; readonly version: string; readonly aliases: readonly string[] }[]>
    execute(language: string, code: string, config?: { readonly stdin?: string; readonly args?: readonly string[] }): Promise<unknown>
  }
  export default function piston(options: Options): Client
}

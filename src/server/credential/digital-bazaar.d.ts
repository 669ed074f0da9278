// The libraries of the credential standards carry no types: what we use of them, and no more.
type JsonObject = Record<string, unknown>
type LoadedDocument = { contextUrl: null; documentUrl: string; document: unknown }
type DocumentLoader = (url: string) => Promise<LoadedDocument>

declare module '@digitalbazaar/vc' {
  /** Knows the contexts of the standards by heart and loads nothing from anywhere. */
  export const defaultDocumentLoader: DocumentLoader
  export function issue(options: {
    credential: JsonObject
    suite: unknown
    documentLoader: DocumentLoader
    now?: string
  }): Promise<JsonObject>
  export function verifyCredential(options: {
    credential: JsonObject
    suite: unknown
    documentLoader: DocumentLoader
    checkStatus?: (options: unknown) => Promise<{ verified: boolean }>
    now?: string
  }): Promise<{ verified: boolean; error?: Error & { errors?: Error[] } }>
}

declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: unknown; date?: string; cryptosuite: unknown })
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: unknown
}

declare module '@digitalbazaar/ed25519-multikey' {
  type Key = { id: string; publicKeyMultibase: string; signer(): unknown }
  export function generate(options: { id?: string; controller?: string; seed: Uint8Array }): Promise<Key>
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  type List = {
    length: number
    setStatus(index: number, is: boolean): void
    getStatus(index: number): boolean
    encode(): Promise<string>
  }
  export function createList(options: { length: number }): Promise<List>
  export function decodeList(options: { encodedList: string }): Promise<List>
  export function checkStatus(
    options: unknown,
  ): Promise<{ verified: boolean; results?: { status: boolean }[]; error?: Error }>
}

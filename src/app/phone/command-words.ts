import type { i18n } from 'i18next'

/** What a person calls a command: the catalogue `shell` has it under `command.<endpoint name>`; the name itself until then. */
export function commandWords(words: i18n, endpointName: string): string {
  const key = `command.${endpointName.replace('.', '_')}`
  return words.exists(key, { ns: 'shell' }) ? String(words.t(key as never, { ns: 'shell' } as never)) : endpointName
}

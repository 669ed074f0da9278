import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import './namespaces.ts'
import common from './zh-CN/common.json' with { type: 'json' }
import shell from './zh-CN/shell.json' with { type: 'json' }

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const CHOSEN_LANGUAGE = 'starproof.language'
const catalogues = import.meta.glob<{ default: Record<string, unknown> }>('./{zh-CN,en}/*.json')

/** Catalogues beyond the shell's arrive with the screen that asks for them, so a first screen carries none of the others. */
const lazyCatalogues: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = catalogues[`./${language}/${namespace}.json`]
    if (!load) return done(new Error(`There is no catalogue ${language}/${namespace}.json`), null)
    load().then(
      (catalogue) => done(null, catalogue.default),
      (fault) => done(fault, null),
    )
  },
}

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language)
}

/** The language this person chose on this device, or undefined if they never chose. */
function chosenLanguage(): Language | undefined {
  const stored = localStorage.getItem(CHOSEN_LANGUAGE)
  return isLanguage(stored) ? stored : undefined
}

/** Starts the catalogues; resolves when the shell's words are there in the reader's language. Call once per entry, before rendering. */
export async function startLanguage(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next
    .use(lazyCatalogues)
    .use(initReactI18next)
    .init({
      lng: chosenLanguage() ?? 'zh-CN',
      fallbackLng: 'zh-CN',
      supportedLngs: [...LANGUAGES],
      load: 'currentOnly',
      ns: ['common', 'shell'],
      defaultNS: 'common',
      resources: { 'zh-CN': { common, shell } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      returnNull: false,
    })
}

/** Changes the language of the whole app and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(CHOSEN_LANGUAGE, language)
  await i18next.changeLanguage(language)
}

/** Takes the language of a person's account, unless they chose another one on this device. */
export async function followAccountLanguage(language: string): Promise<void> {
  if (chosenLanguage() === undefined && isLanguage(language)) await i18next.changeLanguage(language)
}

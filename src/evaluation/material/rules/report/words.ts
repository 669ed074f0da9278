import enEvaluation from '#src/app/messages/en/evaluation.json' with { type: 'json' }
import enMaterial from '#src/app/messages/en/material.json' with { type: 'json' }
import enRequest from '#src/app/messages/en/request.json' with { type: 'json' }
import zhEvaluation from '#src/app/messages/zh-CN/evaluation.json' with { type: 'json' }
import zhMaterial from '#src/app/messages/zh-CN/material.json' with { type: 'json' }
import zhRequest from '#src/app/messages/zh-CN/request.json' with { type: 'json' }
import { CITIES } from '#src/company/division/rules.ts'
import { formatInstant, type Instant } from '#src/shared/instant.ts'
import type { LocalText } from '../../../scheme/contract.ts'
import type { MaterialId } from '../../contract/dossier.ts'

export type Language = 'zh-CN' | 'en'

/** The words of a report in one language. */
export type Words = {
  language: Language
  report: typeof zhMaterial.report
  material: Record<MaterialId, string>
  state: typeof zhMaterial.state
  evaluation: typeof zhEvaluation
  request: typeof zhRequest
  local(text: LocalText): string
  city(code: string): string
}

const CITY_NAMES = new Map(CITIES.map((city) => [city.code, city.name]))

export function wordsIn(language: Language): Words {
  const isChinese = language === 'zh-CN'
  const own = isChinese ? zhMaterial : (enMaterial as typeof zhMaterial)
  return {
    language,
    report: own.report,
    material: own.material,
    state: own.state,
    evaluation: isChinese ? zhEvaluation : (enEvaluation as unknown as typeof zhEvaluation),
    request: isChinese ? zhRequest : (enRequest as unknown as typeof zhRequest),
    local: (text) => (isChinese ? text.zh : text.en),
    city: (code) => CITY_NAMES.get(code) ?? code,
  }
}

export function kindWord(words: Words, kind: string): string {
  return (words.request.kind as Record<string, string>)[kind] ?? kind
}

/** `2026-11-16 09:00`: read the same way in every language. */
export function atWords(at: string, zone: string): string {
  return formatInstant(at as Instant, 'sv-SE', 'minute', zone)
}

import { useTranslation } from 'react-i18next'
import type { LocalText } from '../../scheme/contract.ts'
import type { Explanation } from '../../score/contract.ts'
import { useLocalText } from '../../web/words.ts'

/** Words why a finding is what it is; `nameOf` names measures. */
export function useExplanation(nameOf: (measureId: string) => LocalText | undefined): (why: Explanation) => string {
  const { t } = useTranslation('evaluation')
  const local = useLocalText()
  return ({ code, params }) => {
    const name = typeof params.measure === 'string' ? nameOf(params.measure) : undefined
    const isSample = code === 'sample_conforms' || code === 'sample_nonconforming'
    const about = isSample && name ? t('explain.about', { measure: local(name) }) : ''
    // Params are those of the code by construction: one catalogue entry for each.
    const words = t(`explain.${code}` as 'explain.measure_planned', {
      ...params,
      measure: name ? local(name) : String(params.measure ?? ''),
    })
    return about + words
  }
}

import { useTranslation } from 'react-i18next'
import { useLocalText } from '../../web/words.ts'
import type { Transition } from '../contract.ts'

/** `GB/T 27922-2011 Evaluation of after-sales service · edition 2`. */
export function useEditionName(): (of: Transition['from']) => string {
  const { t } = useTranslation('transition')
  const local = useLocalText()
  return ({ number, title, standard }) => `${standard} ${local(title)} · ${t('edition', { number })}`
}

import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportProblem } from '../contract/report.ts'

/** One problem as a sentence. A code without wording comes as it is, so that nothing is hidden. */
export function useProblemWords(): (problem: Pick<ImportProblem, 'code' | 'params'>) => string {
  const { t, i18n } = useTranslation('import')
  return useCallback(
    ({ code, params }) => {
      const key = `problem.${code}`
      if (!i18n.exists(key, { ns: 'import' })) return code
      const field = `field.${params.field}`
      const named = i18n.exists(field, { ns: 'import' }) ? { field: t(field as 'field.code') } : {}
      // Placeholders that a problem does not bring stay empty: some reasons name either a number or a name.
      const blank = { name: '', code: '', other: '', others: '' }
      return String(t(key as 'problem.negative', { ...blank, ...params, ...named } as never))
    },
    [t, i18n],
  )
}

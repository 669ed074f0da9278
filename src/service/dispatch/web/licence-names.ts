import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { listQualificationKinds } from '#src/company/qualification/contract.ts'

/** Codes of licences as their names, in one line; a code stays where its name is not known. */
export function useLicenceNames(): (codes: readonly string[]) => string {
  const { i18n } = useTranslation('dispatch')
  const kinds = useEndpoint(listQualificationKinds, {}, { follows: ['qualification_kind'] })
  return (codes) =>
    codes
      .map((code) => {
        const name = kinds.data?.rows.find((kind) => kind.code === code)?.name
        return name ? (i18n.language === 'en' ? name.en : name.zh) : code
      })
      .join(i18n.language === 'en' ? ', ' : '、')
}

import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** The tab's title: the page, then the product. */
export function useTitle(page: string): void {
  const { t } = useTranslation('common')
  const product = t('product')
  useEffect(() => {
    document.title = page ? `${page} · ${product}` : product
  }, [page, product])
}

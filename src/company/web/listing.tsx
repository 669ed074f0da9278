import { Button, Flex, Input, Space, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

export type Listing = {
  search: string
  cursor: string | undefined
  ask: (search: string) => void
  isFirst: boolean
  back: () => void
  forward: (cursor: string) => void
  restart: () => void
}

/** What a list is asked for: the search text, and the way of cursors to the page shown, so that one can go back. */
export function useListing(): Listing {
  const [search, setSearch] = useState('')
  const [way, setWay] = useState<readonly string[]>([])
  return {
    search,
    cursor: way.at(-1),
    isFirst: way.length === 0,
    ask: (text) => {
      setSearch(text.trim())
      setWay([])
    },
    back: () => setWay(way.slice(0, -1)),
    forward: (cursor) => setWay([...way, cursor]),
    restart: () => setWay([]),
  }
}

type HeadProps = { listing?: Listing; hint?: string; filters?: ReactNode; add?: ReactNode }

/** Search, filters and the way to add, above a list. */
export function ListHead({ listing, hint, filters, add }: HeadProps) {
  const { t } = useTranslation('common')
  return (
    <Flex gap={12} wrap justify="space-between" align="center">
      <Space wrap>
        {listing && (
          <Input.Search
            allowClear
            aria-label={hint ?? t('action.search')}
            placeholder={hint ?? t('action.search')}
            maxLength={60}
            style={{ width: 300, maxWidth: '100%' }}
            onSearch={listing.ask}
          />
        )}
        {filters}
      </Space>
      {add}
    </Flex>
  )
}

/** Nothing at all where everything is on one page. */
export function Pages({ listing, nextCursor }: { listing: Listing; nextCursor: string | null | undefined }) {
  const { t } = useTranslation('common')
  if (listing.isFirst && !nextCursor) return null
  return (
    <Space>
      <Button disabled={listing.isFirst} onClick={listing.back}>
        {t('action.previous')}
      </Button>
      <Button disabled={!nextCursor} onClick={() => nextCursor && listing.forward(nextCursor)}>
        {t('action.next')}
      </Button>
    </Space>
  )
}

type ToggleProps = { checked: boolean; onChange: (on: boolean) => void; words?: string }

/** Whether records that ended are listed too. */
export function ClosedToggle({ checked, onChange, words }: ToggleProps) {
  const { t } = useTranslation('company')
  const label = words ?? t('field.showClosed')
  return (
    <Space>
      <Switch size="small" checked={checked} onChange={onChange} aria-label={label} />
      {label}
    </Space>
  )
}

import { Button, Flex, Form, Tag, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Empty, Skeleton } from '#src/ui/states.tsx'
import { fromLocalInput, showAt, toLocalInput } from '#src/ui/when.ts'
import { FormDrawer } from '../../web/form-drawer.tsx'
import { ClosedToggle, ListHead } from '../../web/listing.tsx'
import type { PromiseRow } from '../contract.ts'
import { changePromise, listPromises, makePromise, withdrawPromise } from '../contract.ts'
import { MomentField, PromiseForm } from './promise-form.tsx'
import { usePromiseWords } from './promise-words.ts'
import { TryIt } from './try-it.tsx'

const TONES = { in_force: 'success', planned: 'processing', withdrawn: undefined } as const

/** What the company promises: in words, with every version, and to be tried out. */
export default function Promises() {
  const { t } = useTranslation('company')
  useTitle(t('promise.title'))
  const may = useMay()
  const [withdrawn, setWithdrawn] = useState(false)
  const [opened, setOpened] = useState<{ kind: 'make' } | { kind: 'change' | 'withdraw'; row: PromiseRow } | null>(null)
  const promises = useEndpoint(
    listPromises,
    { query: { withdrawn: withdrawn ? 'true' : 'false' } },
    { keepPrevious: true, follows: ['promise'] },
  )
  const close = () => setOpened(null)
  return (
    <Stack>
      <h1>{t('promise.title')}</h1>
      <p>{t('promise.intro')}</p>
      <ListHead
        filters={<ClosedToggle checked={withdrawn} onChange={setWithdrawn} words={t('promise.showWithdrawn')} />}
        add={
          may(makePromise) && (
            <Button type="primary" onClick={() => setOpened({ kind: 'make' })}>
              {t('promise.make')}
            </Button>
          )
        }
      />
      <FailureNote error={promises.error} onRetry={() => void promises.refetch()} />
      {promises.isPending && <Skeleton lines={8} />}
      {promises.data?.rows.length === 0 && <Empty icon="info" title={t('promise.none')} />}
      {promises.data?.rows.map((row) => (
        <PromiseCard key={row.id} row={row} onDo={(kind) => setOpened({ kind, row })} />
      ))}
      {opened?.kind === 'make' && <PromiseForm row={null} onClose={close} />}
      {opened?.kind === 'change' && <PromiseForm row={opened.row} onClose={close} />}
      {opened?.kind === 'withdraw' && <WithdrawForm row={opened.row} onClose={close} />}
    </Stack>
  )
}

function PromiseCard({ row, onDo }: { row: PromiseRow; onDo: (kind: 'change' | 'withdraw') => void }) {
  const { t, i18n } = useTranslation('company')
  const may = useMay()
  const words = usePromiseWords()
  const [isTrying, setTrying] = useState(false)
  const isChinese = i18n.language === 'zh-CN'
  const shown = row.versions.find((one) => one.version === row.versionInForce) ?? row.versions[0]!
  return (
    <Card
      title={
        <Flex gap={8} wrap align="center">
          {isChinese ? shown.rule.name.zh : shown.rule.name.en}
          <Tag color={TONES[row.state]}>{t(`promise.state.${row.state}`)}</Tag>
        </Flex>
      }
      aside={
        <Flex gap={8} wrap>
          <Button onClick={() => setTrying(!isTrying)} aria-expanded={isTrying}>
            {t('promise.try')}
          </Button>
          {may(changePromise) && row.withdrawnAt === null && (
            <>
              <Button onClick={() => onDo('change')}>{t('promise.change')}</Button>
              <Button onClick={() => onDo('withdraw')}>{t('promise.withdraw')}</Button>
            </>
          )}
        </Flex>
      }
    >
      {words(shown.rule).map((sentence) => (
        <p key={sentence} style={{ marginBlock: 4 }}>
          {sentence}
        </p>
      ))}
      {isTrying && <TryIt rule={shown.rule} />}
      {(row.versions.length > 1 || row.withdrawnAt) && (
        <Timeline
          style={{ marginTop: 16 }}
          items={[
            ...(row.withdrawnAt
              ? [
                  {
                    key: 'end',
                    color: 'gray',
                    content: t('promise.withdrawnAt', { at: showAt(row.withdrawnAt, i18n.language) }),
                  },
                ]
              : []),
            ...row.versions.map(({ version, inForceAt, rule }) => ({
              key: String(version),
              color: version === row.versionInForce ? 'green' : 'gray',
              content: (
                <>
                  {t('promise.version', { version, at: showAt(inForceAt, i18n.language) })}
                  <div className="sp-soft">{words(rule)[1]}</div>
                </>
              ),
            })),
          ]}
        />
      )}
      {row.versions.length === 1 && (
        <p className="sp-soft">{t('promise.version', { version: 1, at: showAt(shown.inForceAt, i18n.language) })}</p>
      )}
    </Card>
  )
}

function WithdrawForm({ row, onClose }: { row: PromiseRow; onClose: () => void }) {
  const { t } = useTranslation('company')
  const withdrawing = useCommand(withdrawPromise)
  const [form] = Form.useForm<{ at?: string }>()
  return (
    <FormDrawer<{ at?: string }>
      form={form}
      title={t('promise.withdraw')}
      initial={{ at: toLocalInput(null) }}
      send={({ at }) =>
        withdrawing.run({
          params: { promiseId: row.id },
          body: { version: row.versions[0]!.version, withdrawnAt: fromLocalInput(at ?? '') },
        })
      }
      busy={withdrawing.busy}
      error={withdrawing.error}
      onClose={onClose}
      danger
      sendWords={t('promise.withdraw')}
    >
      <p>{t('promise.withdrawHint')}</p>
      <MomentField name="at" label={t('promise.withdrawFrom')} />
    </FormDrawer>
  )
}

import { Table, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Empty } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { PageHead } from '../../web/page-head.tsx'
import { type ImportRunRow, listImports } from '../contract/run.ts'
import './import.css'
import { RunStatePill } from './run-state.tsx'
import { useUpload } from './use-upload.ts'

/** Where registers are brought in, and what became of earlier ones. */
export default function Imports() {
  const { t, i18n } = useTranslation(['import', 'common'])
  useTitle(t('title'))
  const [way, setWay] = useState<readonly string[]>([])
  const [, navigate] = useLocation()
  const upload = useUpload((id) => navigate(`/imports/${id}`))
  const imports = useEndpoint(
    listImports,
    { query: { limit: 20, cursor: way.at(-1) } },
    { follows: ['import_run'], keepPrevious: true },
  )
  const next = imports.data?.nextCursor
  return (
    <Stack>
      <PageHead title={t('title')} />
      <p className="sp-soft">{t('intro')}</p>
      <Upload.Dragger
        accept=".xlsx,.csv,.txt,text/csv"
        multiple={false}
        showUploadList={false}
        disabled={upload.name !== null}
        beforeUpload={(file) => {
          upload.send(file)
          return false
        }}
      >
        <div className="imp-drop">
          <Icon name="data" size={32} />
          <strong aria-live="polite">
            {upload.name === null ? t('upload.drop') : t('upload.reading', { name: upload.name })}
          </strong>
          <span className="sp-soft">{t('upload.hint')}</span>
        </div>
      </Upload.Dragger>
      <FailureNote error={upload.error} />
      <Card title={t('list.title')}>
        <FailureNote error={imports.error} />
        {imports.data?.rows.length === 0 && <Empty title={t('list.empty')} />}
        <Table<ImportRunRow>
          className={imports.data?.rows.length === 0 ? 'imp-none' : ''}
          rowKey="id"
          size="small"
          loading={imports.isPending && !imports.error}
          dataSource={imports.data?.rows}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            {
              title: t('list.file'),
              render: (_, run) => (
                <Link href={`/imports/${run.id}`} aria-label={t('list.open', { name: run.fileName })}>
                  {run.fileName}
                </Link>
              ),
            },
            { title: t('list.state'), render: (_, run) => <RunStatePill state={run.state} /> },
            {
              title: t('list.records'),
              render: (_, run) => (run.recordsAdded > 0 ? t('list.added', { count: run.recordsAdded }) : '—'),
            },
            { title: t('list.by'), dataIndex: 'startedByName' },
            { title: t('list.at'), render: (_, run) => showAt(run.uploadedAt, i18n.language) },
          ]}
        />
        {(way.length > 0 || next) && (
          <RowOf>
            <Button disabled={way.length === 0} onClick={() => setWay(way.slice(0, -1))}>
              {t('common:action.previous')}
            </Button>
            <Button disabled={!next} onClick={() => next && setWay([...way, next])}>
              {t('common:action.next')}
            </Button>
          </RowOf>
        )}
      </Card>
    </Stack>
  )
}

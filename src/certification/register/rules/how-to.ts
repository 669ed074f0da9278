/** The sheet inside a bundle; the long one is docs/how-to-verify.md. The commands are those of the document, run by its test. */
export function howToVerify(number: string): string {
  return `证书 ${number} 的离线核验包 · offline verification bundle

certificate.pdf          证书，电子签名 PAdES · the certificate, signed
credential.json          同一证书的可验证凭证（W3C VC 2.0） · the same as a verifiable credential
status-revocation.json   下载当天的撤销清单 · revocation list of the day
status-suspension.json   下载当天的暂停清单 · suspension list of the day
keys.json                机构的密钥及其起止日期 · the body's keys with their dates
did.json                 DID 文档 · DID document
root.pem                 机构的根证书 · root certificates of the body
proof.json               颁发与变更已载入机构账本的证明 · proof from the body's ledger

一步核验（不需要网络） · in one step, without a network
  starproof verify bundle.zip --key root.pem
root.pem 请向机构另行取得并比对指纹 · get root.pem from the body itself and compare its fingerprint

用通用工具核验签名 · the signature with stock tools
  pdfsig certificate.pdf
  openssl x509 -in root.pem -noout -fingerprint -sha256

清单只说明下载那一天的状态。The lists tell the status of the day they were made on; for a later day get newer ones.
`
}

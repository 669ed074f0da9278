/** README.txt of every pack that does not bring its own: how to check it by hand, with nothing of ours. */
export const PACK_README = `星证证据包 / Starproof evidence pack
====================================

【怎样核验】
一、用星证:  starproof verify 本文件.starpack        (不需要网络,不需要数据库)
    加 --key 公钥 可确认签名者:公钥应由该企业当面或经其官网提供,不要只信包内所列。
二、手工核验: 本文件是普通 ustar 文件, tar tf 列出, tar xf 解开。
    1. sha256sum MANIFEST.json, 与 MANIFEST.sig 中所写相同; MANIFEST.sig 是 C2SP signed-note, 以 Ed25519 签名。
    2. 其余每个成员的 sha256 与 MANIFEST.json 所列相同。
    3. entries/*.jsonl 每行一条记录: SHA-256(0x00 || leaf 的 UTF-8 字节) 等于 leaves.bin 中同序的 32 字节。
    4. content 未被抹除时: SHA-256(salt || content) 等于 leaf 中的 commitment。
    5. leaves.bin 按 RFC 6962 计算的根等于 checkpoint.txt 第三行 (base64)。
    个人信息被依法抹除的记录, content 与 salt 为 null; 其 leaf 仍在, 证明仍成立。

HOW TO CHECK
1. With Starproof: starproof verify THIS.starpack (no network, no database). Add --key VKEY to be sure who signed: get the key from
   the company itself, in person or from its web site, not from the pack.
2. By hand: this is a plain ustar file (tar tf, tar xf).
   a. sha256sum MANIFEST.json is what MANIFEST.sig says; MANIFEST.sig is a C2SP signed note (Ed25519).
   b. The sha256 of each other member is what MANIFEST.json lists.
   c. Each line of entries/*.jsonl is one entry: SHA-256(0x00 || UTF-8 of leaf) is the 32 bytes at the same place in leaves.bin.
   d. Where content was not erased, SHA-256(salt || content) is the leaf's commitment.
   e. The RFC 6962 root over leaves.bin is the third line of checkpoint.txt (base64).
   Where personal data was erased, content and salt are null; the leaf and its proof stand.
`

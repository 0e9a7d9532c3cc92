// A checksum that the parts of a body have too.

package special

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"net/http"

	"github.com/smithwright/smithwright/rt"
)

// treeLeaf is how much of a body a leaf of the tree stands for.
const treeLeaf = 1 << 20

// TreeHash returns a digest that sends the SHA-256 tree hash of a body in the header X-Amz-Sha256-Tree-Hash: the body's
// pieces of 1 MiB are hashed, then pairs of hashes, the odd one of a row passing on as it is, until one is left.
//
// https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html
func TreeHash() rt.Digest { return &treeHash{leaf: sha256.New()} }

// treeHash keeps one hash a level: a body of n leaves needs log2(n) of them.
type treeHash struct {
	leaf   hash.Hash
	length int // of the leaf so far
	levels []level
}

// level is the hash of a whole subtree that waits for its neighbour.
type level struct {
	height int
	sum    [sha256.Size]byte
}

// Write takes bytes of the body. It never fails.
func (t *treeHash) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if t.length == treeLeaf {
			t.endLeaf()
		}
		part := p[:min(len(p), treeLeaf-t.length)]
		t.leaf.Write(part)
		t.length += len(part)
		p = p[len(part):]
	}
	return n, nil
}

// endLeaf joins subtrees of one height for as long as there are two.
func (t *treeHash) endLeaf() {
	l := level{sum: [sha256.Size]byte(t.leaf.Sum(nil))}
	t.leaf.Reset()
	t.length = 0
	for n := len(t.levels); n > 0 && t.levels[n-1].height == l.height; n-- {
		l = level{l.height + 1, pair(t.levels[n-1].sum, l.sum)}
		t.levels = t.levels[:n-1]
	}
	t.levels = append(t.levels, l)
}

func pair(a, b [sha256.Size]byte) [sha256.Size]byte {
	return sha256.Sum256(append(a[:], b[:]...))
}

// SetHeaders sets the header where the caller did not. Nothing may be written behind it.
func (t *treeHash) SetHeaders(h http.Header) {
	const name = "X-Amz-Sha256-Tree-Hash"
	if len(h[name]) > 0 {
		return
	}
	if t.length > 0 || len(t.levels) == 0 {
		t.endLeaf()
	}
	sum := t.levels[len(t.levels)-1].sum
	for i := len(t.levels) - 2; i >= 0; i-- {
		sum = pair(t.levels[i].sum, sum)
	}
	h[name] = []string{hex.EncodeToString(sum[:])}
}

// Signing a body that goes out in pieces.

package sigv4

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/awsv4"
)

var _ rt.PieceSigner = (*Signer)(nil)

// emptyHash is the hex SHA-256 of nothing, which stands in what is signed of a piece where headers of it would.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// SignPieces signs the request, whose payload hash says that its body goes out in pieces. What it returns signs those with
// the same credentials, the first on top of the request's signature and each on top of the one before.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
func (s *Signer) SignPieces(ctx context.Context, r *rt.Signing) (rt.PieceSignature, error) {
	c, err := s.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	seed, t := s.sign(&c, r), s.terms(r)
	mac, previous := hmac.New(sha256.New, s.key(&c, &t)), hex.EncodeToString(seed[:])
	scope := "\n" + t.at.Format(awsv4.LongTime) + "\n" + t.scope + "\n"
	return func(sum [sha256.Size]byte, trailer bool) string {
		what, headers := algorithm+"-PAYLOAD", emptyHash+"\n"
		if trailer {
			what, headers = algorithm+"-TRAILER", ""
		}
		mac.Reset()
		_, _ = mac.Write([]byte(what + scope + previous + "\n" + headers + hex.EncodeToString(sum[:])))
		previous = hex.EncodeToString(mac.Sum(nil))
		return previous
	}, nil
}

// Bodies in pieces with a checksum behind them: the content encoding aws-chunked.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html

package checksum

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strconv"

	"github.com/smithwright/smithwright/rt"
)

const (
	// What stands for a body in pieces where a signature has a body's hash.
	unsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	signedTrailer   = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"

	// The lengths of pieces. What is signed has to be in memory before it goes out. Services take no less than 8 KiB, and some
	// no more than 16 MiB.
	unsignedPiece = 1 << 20
	signedPiece   = 64 << 10

	pieceSignature   = ";chunk-signature="
	trailerSignature = "x-amz-trailer-signature:"
	signatureLength  = 2 * sha256.Size
	lineEnd          = "\r\n"
)

// Announce sets the headers of a body in pieces and returns its length.
func (d *digest) Announce(h http.Header, length int64, signed bool) (encoded int64, payloadHash string) {
	payloadHash = unsignedTrailer
	if signed {
		payloadHash = signedTrailer
	}
	name := nameOf(d.algorithm)
	h["X-Amz-Content-Sha256"] = []string{payloadHash}
	h["X-Amz-Decoded-Content-Length"] = []string{strconv.FormatInt(length, 10)}
	h["X-Amz-Trailer"] = []string{name}
	const encoding, own = "Content-Encoding", "aws-chunked"
	if before := h.Get(encoding); before != "" {
		h.Set(encoding, before+","+own)
	} else {
		h.Set(encoding, own)
	}
	sum := base64.StdEncoding.EncodedLen(d.Size())
	return encodedLength(length, len(name)+sum, signed), payloadHash
}

// encodedLength is the length of a body in pieces, with a trailer whose name and value have that many bytes.
func encodedLength(length int64, trailer int, signed bool) int64 {
	piece, signature, last := int64(unsignedPiece), 0, 0
	if signed {
		piece, signature, last = signedPiece, len(pieceSignature)+signatureLength, len(trailerSignature)+signatureLength+len(lineEnd)
	}
	frame := func(n int64) int64 {
		return int64(len(strconv.FormatInt(n, 16)) + signature + len(lineEnd))
	}
	total := length/piece*(frame(piece)+piece+int64(len(lineEnd))) + frame(0)
	if rest := length % piece; rest > 0 {
		total += frame(rest) + rest + int64(len(lineEnd))
	}
	return total + int64(trailer+len(":")+len(lineEnd)+last+len(lineEnd))
}

// Pieces returns a body in pieces.
func (d *digest) Pieces(body io.Reader, length int64, sign rt.PieceSignature) io.Reader {
	return &pieces{body: body, length: length, left: length, name: nameOf(d.algorithm), sum: newHash(d.algorithm), sign: sign}
}

// pieces is a body in pieces. One that is not signed is copied nowhere on its way.
type pieces struct {
	body   io.Reader
	length int64 // of the body
	left   int64 // of that, what no piece has yet
	room   int64 // of the piece that is being read
	name   string
	sum    hash.Hash
	sign   rt.PieceSignature // nil where they are not signed
	piece  []byte            // of signed ones, the memory for one
	out    []byte            // what goes out before anything else is read
	ended  bool              // the trailer is in out, or was
	err    error
}

// Read reads some of a piece or of what is around it. A body that is shorter or longer than was said is an error, since the
// service was told the length.
func (p *pieces) Read(b []byte) (int, error) {
	for len(b) > 0 {
		switch {
		case len(p.out) > 0:
			n := copy(b, p.out)
			p.out = p.out[n:]
			return n, nil
		case p.err != nil:
			return 0, p.err
		case p.room > 0:
			if n, err := p.pass(b); n > 0 || err != nil {
				return n, err
			}
		case p.ended:
			return 0, io.EOF
		default:
			p.err = p.next()
		}
	}
	return 0, nil
}

// pass reads bytes of a piece that is not signed.
func (p *pieces) pass(b []byte) (int, error) {
	n, err := p.body.Read(b[:min(int64(len(b)), p.room)])
	p.sum.Write(b[:n])
	if p.room -= int64(n); p.room == 0 {
		p.piece = append(p.piece[:0], lineEnd...)
		p.out = p.piece
	}
	if err == io.EOF { //nolint:errorlint // a reader returns it as it is
		if err = nil; p.room+p.left > 0 {
			err = p.short(p.room)
		}
	}
	p.err = err
	return n, err
}

// short is the error of a body that ended too early; of the last piece, so much was missing.
func (p *pieces) short(missing int64) error {
	return fmt.Errorf("the request's body ended after %d of the %d bytes that it was said to have: %w",
		p.length-p.left-missing, p.length, io.ErrUnexpectedEOF)
}

// next begins a piece, or the trailer.
func (p *pieces) next() error {
	if p.left == 0 {
		return p.end()
	}
	if p.sign != nil {
		return p.nextSigned()
	}
	p.room = min(p.left, unsignedPiece)
	p.left -= p.room
	p.piece = append(strconv.AppendInt(p.piece[:0], p.room, 16), lineEnd...)
	p.out = p.piece
	return nil
}

// errSignature is of a signer that is not one of AWS's: the service was told how long the body is with the signatures.
var errSignature = errors.New("the signature of a piece of the body has not the length of one")

// nextSigned reads and signs a piece.
func (p *pieces) nextSigned() error {
	n := min(p.left, signedPiece)
	p.left -= n
	head := len(strconv.FormatInt(n, 16)) + len(pieceSignature) + signatureLength + len(lineEnd)
	if p.piece == nil {
		p.piece = make([]byte, 0, head+int(n)+len(lineEnd))
	}
	data := p.piece[head : head+int(n)]
	if read, err := io.ReadFull(p.body, data); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return p.short(n - int64(read))
	} else if err != nil {
		return err
	}
	p.sum.Write(data)
	signature := p.sign(sha256.Sum256(data), false)
	if len(signature) != signatureLength {
		return errSignature
	}
	p.out = append(strconv.AppendInt(p.piece[:0], n, 16), pieceSignature...)
	p.out = append(append(p.out, signature...), lineEnd...)
	p.out = append(p.out[:head+int(n)], lineEnd...)
	return nil
}

// end makes the last piece, which is empty, and the trailer, if the body has ended.
func (p *pieces) end() error {
	var more [1]byte
	switch n, err := io.ReadFull(p.body, more[:]); {
	case n > 0:
		return fmt.Errorf("the request's body has more than the %d bytes that it was said to have", p.length)
	case !errors.Is(err, io.EOF):
		return err
	}
	p.ended = true
	signature, trailer, last := "", p.name+":"+text(p.sum), ""
	if p.sign != nil {
		signature = pieceSignature + p.sign(sha256.Sum256(nil), false)
		last = trailerSignature + p.sign(sha256.Sum256([]byte(trailer+"\n")), true) + lineEnd
	}
	p.out = []byte("0" + signature + lineEnd + trailer + lineEnd + last + lineEnd)
	return nil
}

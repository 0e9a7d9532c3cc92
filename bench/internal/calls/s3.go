//go:build full

// S3 (restXml): a page of keys in a reply, and keys in a request.

package calls

import (
	"bytes"
	"context"
	"crypto/md5"
	"fmt"
	"time"

	peers3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/smithwright/smithwright/bench/testdata/s3"
	"github.com/smithwright/smithwright/rt"
)

const (
	keys   = 1000
	bucket = "orders-archive"
)

func s3Clients(doer Doer) (*s3.Client, *peers3.Client, error) {
	ours, err := s3.New(s3.Config{Region: region, Credentials: credentials(), Options: rt.Options{HTTPClient: doer}})
	if err != nil {
		return nil, nil, err
	}
	cfg, err := peerConfig(doer)
	return ours, peers3.NewFromConfig(cfg), err
}

func listObjects(doer Doer) (Pair, error) {
	ours, theirs, err := s3Clients(doer)
	if err != nil {
		return Pair{}, err
	}
	in := &s3.ListObjectsV2Request{Bucket: bucket, Prefix: new("2026/")}
	peerIn := &peers3.ListObjectsV2Input{Bucket: new(bucket), Prefix: new("2026/")}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.ListObjectsV2(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.ListObjectsV2(ctx, peerIn) },
	}, nil
}

func deleteObjects(doer Doer) (Pair, error) {
	ours, theirs, err := s3Clients(doer)
	if err != nil {
		return Pair{}, err
	}
	in := &s3.DeleteObjectsRequest{Bucket: bucket, Delete: &s3.Delete{Quiet: new(true)}}
	peerIn := &peers3.DeleteObjectsInput{Bucket: new(bucket), Delete: &types.Delete{Quiet: new(true)}}
	for i := range keys {
		in.Delete.Objects = append(in.Delete.Objects, s3.ObjectIdentifier{Key: objectKey(i)})
		peerIn.Delete.Objects = append(peerIn.Delete.Objects, types.ObjectIdentifier{Key: new(objectKey(i))})
	}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.DeleteObjects(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.DeleteObjects(ctx, peerIn) },
	}, nil
}

func objectKey(i int) string { return fmt.Sprintf("2026/03/%02d/orders-%08d.json.gz", 1+i/100, i) }

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

var deleteReply = []byte(xmlHead + `<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
	`<Error><Key>` + "2026/03/01/orders-00000007.json.gz" + `</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>`)

// listObjectsReply is a page of keys, of about 320 KB.
func listObjectsReply() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, xmlHead+`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>%s</Name><Prefix>2026/</Prefix>`+
		`<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>`+
		`<KeyCount>%[2]d</KeyCount><MaxKeys>%[2]d</MaxKeys><IsTruncated>true</IsTruncated>`, bucket, keys)
	for i := range keys {
		modified := time.Date(2026, time.March, 4, 5, 6, 7, 0, time.UTC).Add(time.Duration(i) * time.Minute)
		fmt.Fprintf(&b, `<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>&quot;%x&quot;</ETag>`+
			`<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>`+
			`<Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>`,
			objectKey(i), modified.Format("2006-01-02T15:04:05.000Z"), md5.Sum([]byte(objectKey(i))), 100_003*i)
	}
	b.WriteString(`</ListBucketResult>`)
	return b.Bytes()
}

//go:build full

// CloudWatch (rpcv2Cbor): datapoints in a reply, and in a request.

package calls

import (
	"context"
	"fmt"
	"time"

	peercloudwatch "github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/smithy-go/encoding/cbor"

	"github.com/smithwright/smithwright/bench/testdata/cloudwatch"
	"github.com/smithwright/smithwright/rt"
)

const (
	series     = 5
	datapoints = 1000 // of a series
	datums     = 60   // of a request: few enough that neither side compresses it
)

// start is when the metrics begin: a time of day without a fraction.
var start = time.Date(2026, time.March, 4, 5, 0, 0, 0, time.UTC)

func cloudwatchClients(doer Doer) (*cloudwatch.Client, *peercloudwatch.Client, error) {
	ours, err := cloudwatch.New(cloudwatch.Config{
		Region: region, Credentials: credentials(), Options: rt.Options{HTTPClient: doer},
	})
	if err != nil {
		return nil, nil, err
	}
	cfg, err := peerConfig(doer)
	return ours, peercloudwatch.NewFromConfig(cfg), err
}

func metricData(doer Doer) (Pair, error) {
	ours, theirs, err := cloudwatchClients(doer)
	if err != nil {
		return Pair{}, err
	}
	in := &cloudwatch.GetMetricDataInput{StartTime: start, EndTime: start.Add(datapoints * time.Minute)}
	peerIn := &peercloudwatch.GetMetricDataInput{StartTime: new(start), EndTime: new(start.Add(datapoints * time.Minute))}
	for i := range series {
		id, queue := fmt.Sprintf("m%d", i), fmt.Sprintf("orders-%d", i)
		in.MetricDataQueries = append(in.MetricDataQueries, cloudwatch.MetricDataQuery{Id: id, MetricStat: &cloudwatch.MetricStat{
			Metric: &cloudwatch.Metric{
				Namespace: new("AWS/SQS"), MetricName: new("NumberOfMessagesSent"),
				Dimensions: []cloudwatch.Dimension{{Name: "QueueName", Value: queue}},
			},
			Period: 60, Stat: "Sum",
		}})
		peerIn.MetricDataQueries = append(peerIn.MetricDataQueries, types.MetricDataQuery{Id: &id, MetricStat: &types.MetricStat{
			Metric: &types.Metric{
				Namespace: new("AWS/SQS"), MetricName: new("NumberOfMessagesSent"),
				Dimensions: []types.Dimension{{Name: new("QueueName"), Value: &queue}},
			},
			Period: new(int32(60)), Stat: new("Sum"),
		}})
	}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.GetMetricData(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.GetMetricData(ctx, peerIn) },
	}, nil
}

func putMetricData(doer Doer) (Pair, error) {
	ours, theirs, err := cloudwatchClients(doer)
	if err != nil {
		return Pair{}, err
	}
	in := &cloudwatch.PutMetricDataInput{Namespace: "Orders"}
	peerIn := &peercloudwatch.PutMetricDataInput{Namespace: new("Orders")}
	for i := range datums {
		at, value, shard := start.Add(time.Duration(i)*time.Second), float64(i)+0.25, fmt.Sprintf("shard-%d", i)
		in.MetricData = append(in.MetricData, cloudwatch.MetricDatum{
			MetricName: "Latency", Timestamp: &at, Value: &value, Unit: new(cloudwatch.StandardUnitMilliseconds),
			Dimensions: []cloudwatch.Dimension{{Name: "Shard", Value: shard}},
		})
		peerIn.MetricData = append(peerIn.MetricData, types.MetricDatum{
			MetricName: new("Latency"), Timestamp: &at, Value: &value, Unit: types.StandardUnitMilliseconds,
			Dimensions: []types.Dimension{{Name: new("Shard"), Value: &shard}},
		})
	}
	return Pair{
		Ours:   func(ctx context.Context) (any, error) { return ours.PutMetricData(ctx, in) },
		Peer:   func(ctx context.Context) (any, error) { return theirs.PutMetricData(ctx, peerIn) },
		silent: true,
	}, nil
}

func cborReply(body []byte) canned {
	r := reply("application/cbor", body)
	r.header.Set("Smithy-Protocol", "rpc-v2-cbor")
	return r
}

// metricDataReply is datapoints a minute apart, of about 95 KB: times with the tag for them, as doubles.
func metricDataReply() []byte {
	var results cbor.List
	for i := range series {
		var times, values cbor.List
		for j := range datapoints {
			at := start.Add(time.Duration(datapoints-j) * time.Minute)
			times = append(times, &cbor.Tag{ID: 1, Value: cbor.Float64(at.Unix())})
			values = append(values, cbor.Float64(float64(i*datapoints+j)*1.25))
		}
		results = append(results, cbor.Map{
			"Id": cbor.String(fmt.Sprintf("m%d", i)), "Label": cbor.String(fmt.Sprintf("orders-%d", i)),
			"Timestamps": times, "Values": values, "StatusCode": cbor.String("Complete"),
		})
	}
	return cbor.Encode(cbor.Map{"MetricDataResults": results, "Messages": cbor.List{}})
}

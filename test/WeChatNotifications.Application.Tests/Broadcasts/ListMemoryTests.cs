using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>Alone, because the heap is everybody's.</summary>
[Collection(nameof(ListMemoryTests))]
[CollectionDefinition(nameof(ListMemoryTests), DisableParallelization = true)]
public sealed class ListMemoryTests
{
    private static readonly ListFields Fields = new(new HashSet<string>(StringComparer.Ordinal) { "product", "amount", "thing1" });

    [Theory]
    [InlineData(BroadcastListFormat.Csv)]
    [InlineData(BroadcastListFormat.JsonLines)]
    public async Task A_million_rows_need_no_more_memory_than_a_thousand(BroadcastListFormat format)
    {
        await using var file = new GeneratedFile(format, 1_000_000);
        var (rows, bad, highest) = (0, 0, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (var row in ListReader.ReadAsync(file, format, Fields, TestContext.Current.CancellationToken))
        {
            rows++;
            bad += row.Fault is null ? 0 : 1;
            if (rows % 100_000 == 0)
            {
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        (rows, bad).ShouldBe((1_000_000, 1_000));
        file.Position.ShouldBeGreaterThan(20_000_000);
        highest.ShouldBeLessThan(2_000_000);
    }
}

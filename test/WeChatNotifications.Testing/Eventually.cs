using System.Diagnostics;

namespace WeChatNotifications.Testing;

/// <summary>Waits for something that another thread or process brings about: as short as possible, and never longer than said.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Asked every 10 ms. What it throws ends the wait.</param>
    /// <param name="timeout">How long at most, in real time.</param>
    /// <param name="what">What is waited for, for the failure's text: "the queue is empty".</param>
    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static Task Async(Func<bool> condition, TimeSpan timeout, string what)
        => Async(() => Task.FromResult(condition()), timeout, what);

    /// <inheritdoc cref="Async(Func{bool}, TimeSpan, string)"/>
    public static async Task Async(Func<Task<bool>> condition, TimeSpan timeout, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > timeout)
            {
                throw new TimeoutException($"Waited {timeout} in vain: {what}.");
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Waits until there is a value, and returns it.</summary>
    /// <param name="look">Asked every 10 ms; null means "not yet".</param>
    /// <param name="timeout">How long at most, in real time.</param>
    /// <param name="what">What is waited for.</param>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, TimeSpan timeout, string what)
        where T : class
    {
        T? found = null;
        await Async(async () => (found = await look()) is not null, timeout, what);
        return found!;
    }
}

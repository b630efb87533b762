using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore;

internal static class SaveExtensions
{
    /// <summary>Whether somebody else changed or removed the row meanwhile. Frameworks wrap EF Core's exception into one of their own.</summary>
    public static bool IsLostUpdate(Exception exception)
        => exception is DbUpdateConcurrencyException or { InnerException: DbUpdateConcurrencyException };

    /// <summary>Saves one entity, and turns what the database refuses into what a person can act on.</summary>
    /// <exception cref="ConflictException">Somebody else changed it meanwhile.</exception>
    /// <exception cref="RuleViolationException">Another entity of the tenant has the same unique value.</exception>
    public static async Task SaveOrExplainAsync<TEntity>(
        this DbContext context, TEntity entity, string field, string value, Expression<Func<TEntity, bool>> taken, CancellationToken cancellationToken)
        where TEntity : Entity
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLostUpdate(exception))
        {
            throw context.Forget(entity);
        }
        catch (DbUpdateException)
        {
            // Error numbers differ by provider; the question "is it taken?" does not.
            context.Entry(entity).State = EntityState.Detached;
            if (await context.Set<TEntity>().AsNoTracking().AnyAsync(taken, cancellationToken).ConfigureAwait(false))
            {
                throw new RuleViolationException([new(field, RuleCodes.Taken, ("value", value))]);
            }

            throw;
        }
    }

    /// <summary>Writes new rows and lets go of them, so that whoever tries again can add them again.</summary>
    public static async Task InsertAsync(this DbContext context, IReadOnlyCollection<Entity> rows, CancellationToken cancellationToken)
    {
        context.AddRange(rows);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var row in rows)
            {
                context.Entry(row).State = EntityState.Detached;
            }
        }
    }

    /// <summary>Lets go of an entity that somebody else has changed meanwhile: whoever looks again shall see how it stands, not what was not stored.</summary>
    /// <returns>What to throw.</returns>
    public static ConflictException Forget<TEntity>(this DbContext context, TEntity entity)
        where TEntity : Entity
    {
        context.Entry(entity).State = EntityState.Detached;
        return ConflictException.Changed(typeof(TEntity).Name);
    }
}
